import type { RegistrationDraft } from '../../core/lti/registration-draft.ts';
import type { DraftStore, Expiring, ListedSecretStore, SecretStore } from '../../core/ports/registration-access.ts';
import type { Table } from '../table.ts';
import { dataOf, getData, type Key, toItem, ttl } from './items.ts';
import { key, partition } from './keys.ts';

const alive = <Kept extends { readonly expiresAt: string }>(kept: Kept | null, now: string): Kept | null =>
  kept === null || kept.expiresAt <= now ? null : kept;

/** `keyOf` sets one kind apart from the others: an invitation's secret opens no admin page. */
export const secretStore = <Kept extends Expiring>(
  table: Table,
  keyOf: (digest: string) => Key,
): SecretStore<Kept> => ({
  async put(kept) {
    await table.put(toItem(keyOf(kept.digest), kept, { expiresAt: ttl(kept.expiresAt) }));
  },
  find: async (digest, now) => alive(await getData<Kept>(table, keyOf(digest)), now),
  // DeleteItem answers the old item to exactly one caller: that is the atomic "once".
  async take(digest, now) {
    const { pk, sk } = keyOf(digest);
    const item = await table.remove(pk, sk);
    return alive(item === null ? null : dataOf<Kept>(item), now);
  },
});

/** All of one kind in one partition, which is what lists them. */
export const listedSecretStore = <Kept extends Expiring>(table: Table, kind: string): ListedSecretStore<Kept> => ({
  ...secretStore<Kept>(table, (digest) => ({ pk: kind, sk: digest })),
  async list(now) {
    const items = await table.query(kind);
    return items.map((item) => dataOf<Kept>(item)).filter(({ expiresAt }) => expiresAt > now);
  },
});

/** Few at a time, and gone within weeks: one partition. */
export const draftStore = (table: Table): DraftStore => ({
  async put(draft) {
    await table.put(toItem(key.registrationDraft(draft.id), draft, { expiresAt: ttl(draft.expiresAt) }));
  },
  find: async (id, now) => alive(await getData<RegistrationDraft>(table, key.registrationDraft(id)), now),
  async list(now) {
    const items = await table.query(partition.registrationDrafts);
    return items.map((item) => dataOf<RegistrationDraft>(item)).filter(({ expiresAt }) => expiresAt > now);
  },
  async remove(id) {
    const { pk, sk } = key.registrationDraft(id);
    await table.remove(pk, sk);
  },
});
