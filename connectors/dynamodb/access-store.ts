import type { RegistrationDraft } from '../../core/lti/registration-draft.ts';
import type { DraftStore, Expiring, ListedSecretStore, SecretStore } from '../../core/ports/registration-access.ts';
import type { Table } from '../table.ts';
import { alive, getData, type Key, listData, removeItem, takeData, toItem, ttl } from './items.ts';
import { key, partition } from './keys.ts';

/** `keyOf` sets one kind apart from the others: an invitation's secret opens no admin page. */
export const secretStore = <Kept extends Expiring>(
  table: Table,
  keyOf: (digest: string) => Key,
): SecretStore<Kept> => ({
  async put(kept) {
    await table.put(toItem(keyOf(kept.digest), kept, { expiresAt: ttl(kept.expiresAt) }));
  },
  find: async (digest, now) => alive(await getData<Kept>(table, keyOf(digest)), now),
  take: async (digest, now) => alive(await takeData<Kept>(table, keyOf(digest)), now),
});

/** All of one kind in one partition, which is what lists them. */
export const listedSecretStore = <Kept extends Expiring>(table: Table, kind: string): ListedSecretStore<Kept> => ({
  ...secretStore<Kept>(table, (digest) => ({ pk: kind, sk: digest })),
  async list(now) {
    return (await listData<Kept>(table, kind)).filter(({ expiresAt }) => expiresAt > now);
  },
});

/** Few at a time, and gone within weeks: one partition. */
export const draftStore = (table: Table): DraftStore => ({
  async put(draft) {
    await table.put(toItem(key.registrationDraft(draft.id), draft, { expiresAt: ttl(draft.expiresAt) }));
  },
  find: async (id, now) => alive(await getData<RegistrationDraft>(table, key.registrationDraft(id)), now),
  async list(now) {
    return (await listData<RegistrationDraft>(table, partition.registrationDrafts)).filter(
      ({ expiresAt }) => expiresAt > now,
    );
  },
  remove: (id) => removeItem(table, key.registrationDraft(id)),
});
