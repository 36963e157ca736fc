import { MusterError } from '../../core/errors.ts';
import { asId, type RegistrationId } from '../../core/ids.ts';
import type { AppSession } from '../../core/lti/app-session.ts';
import type { Registration } from '../../core/lti/registration.ts';
import type { LoginState, LoginStateStore } from '../../core/ports/login-state-store.ts';
import type { AppSessionStore, RegistrationStore } from '../../core/ports/registration-store.ts';
import { type Condition, ConditionFailed, type Table } from '../table.ts';
import {
  alive,
  dataOf,
  getAllData,
  getData,
  putVersion,
  removeItem,
  removeWhere,
  takeData,
  toItem,
  ttl,
} from './items.ts';
import { key, partition, prefix } from './keys.ts';

const exists = (cause?: unknown) => new MusterError('REGISTRATION_EXISTS', {}, { cause });

/** In the attribute `holder` once its registration stands: from then on nobody takes the claim over by what they read before. */
const confirmedBy = (id: RegistrationId) => `${id}#confirmed`;

const holds = (holder: unknown): Condition =>
  typeof holder === 'string' ? { kind: 'equals', attribute: 'holder', value: holder } : { kind: 'absent' };

/**
 * Takes issuer and client id for this registration. Whoever took them and has no registration loses them: it died, or was
 * removed, or has not come so far and finds out in `confirmClaim`.
 */
const claimPlatform = async (table: Table, { id, issuer, clientId }: Registration): Promise<void> => {
  const at = key.registeredAs(issuer, clientId);
  const claim = await table.get(at.pk, at.sk);
  const holder = claim === null ? null : dataOf<RegistrationId>(claim);
  if (claim?.holder === id) return;
  const registered =
    holder === null || holder === id ? null : await getData<Registration>(table, key.registration(holder));
  if (registered !== null) throw exists();
  try {
    await table.put({ ...toItem(at, id), holder: id }, holds(claim?.holder));
  } catch (error) {
    throw error instanceof ConditionFailed ? exists(error) : error;
  }
};

/** Whose claim was taken over before its registration stood goes again. */
const confirmClaim = async (table: Table, { id, issuer, clientId }: Registration): Promise<void> => {
  const at = key.registeredAs(issuer, clientId);
  try {
    await table.put({ ...toItem(at, id), holder: confirmedBy(id) }, holds(id));
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    await removeItem(table, key.registration(id));
    throw exists(error);
  }
};

export const registrationStore = (table: Table): RegistrationStore => ({
  find: (id) => getData<Registration>(table, key.registration(id)),
  async findByPlatform(issuer, clientId) {
    const id = await getData<RegistrationId>(table, key.registeredAs(issuer, clientId));
    return id === null ? null : getData<Registration>(table, key.registration(id));
  },
  async list() {
    const names = await table.query(partition.registrations);
    const keys = names.map(({ sk }) => key.registration(asId<RegistrationId>(sk)));
    return (await getAllData<Registration>(table, keys)).sort((a, b) => (a.id < b.id ? -1 : 1));
  },
  // The name goes first: a name without a registration is passed over, a registration without a name is never listed.
  async put(registration) {
    if (registration.version === 1) {
      await claimPlatform(table, registration);
      await table.put(toItem(key.registrationName(registration.id), null));
    }
    await putVersion(table, key.registration(registration.id), registration);
    if (registration.version === 1) await confirmClaim(table, registration);
  },
  // The registration goes first: nothing can be done with what is left of it, and its names can be taken again.
  async remove(id) {
    const own = key.registration(id);
    const stored = await getData<Registration>(table, own);
    await removeItem(table, own);
    await removeItem(table, key.registrationName(id));
    for (const item of await table.query(own.pk, { prefix: prefix.health })) await removeItem(table, item);
    if (stored === null) return;
    const platform = key.registeredAs(stored.issuer, stored.clientId);
    const claim = await table.get(platform.pk, platform.sk);
    if (claim === null || dataOf<RegistrationId>(claim) !== id) return;
    await removeWhere(table, platform, holds(claim.holder));
  },
});

export const appSessionStore = (table: Table): AppSessionStore => ({
  async put(session) {
    await table.put(toItem(key.appSession(session.tokenHash), session, { expiresAt: ttl(session.expiresAt) }));
  },
  async authenticate(tokenHash, registrationId, now) {
    const sessionKey = key.appSession(tokenHash);
    const items = await table.batchGet([sessionKey, key.registration(registrationId)]);
    const sessionItem = items.find(({ pk }) => pk === sessionKey.pk);
    const registrationItem = items.find(({ pk }) => pk !== sessionKey.pk);
    if (sessionItem === undefined || registrationItem === undefined) return null;
    const session = dataOf<AppSession>(sessionItem);
    if (session.expiresAt <= now || session.registration !== registrationId) return null;
    return { session, registration: dataOf<Registration>(registrationItem) };
  },
  async remove(tokenHash) {
    const { pk, sk } = key.appSession(tokenHash);
    return (await table.remove(pk, sk)) !== null;
  },
});

export const loginStateStore = (table: Table): LoginStateStore => ({
  async put(state) {
    await table.put(toItem(key.loginState(state.stateHash), state, { expiresAt: ttl(state.expiresAt) }));
  },
  find: async (stateHash, now) => alive(await getData<LoginState>(table, key.loginState(stateHash)), now),
  consume: async (stateHash, now) => alive(await takeData<LoginState>(table, key.loginState(stateHash)), now),
});
