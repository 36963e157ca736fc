import { asId, type RegistrationId } from '../../core/ids.ts';
import type { AppSession } from '../../core/lti/app-session.ts';
import type { Registration } from '../../core/lti/registration.ts';
import type { LoginState, LoginStateStore } from '../../core/ports/login-state-store.ts';
import type { AppSessionStore, RegistrationStore } from '../../core/ports/registration-store.ts';
import type { Table } from '../table.ts';
import { dataOf, getData, putVersion, toItem, ttl } from './items.ts';
import { key, partition } from './keys.ts';

export const registrationStore = (table: Table): RegistrationStore => ({
  find: (id) => getData<Registration>(table, key.registration(id)),
  async list() {
    const names = await table.query(partition.registrations);
    const items = await table.batchGet(names.map(({ sk }) => key.registration(asId<RegistrationId>(sk))));
    return items.map((item) => dataOf<Registration>(item)).sort((a, b) => (a.id < b.id ? -1 : 1));
  },
  // The name goes first: a name without a registration is passed over, a registration without a name is never listed.
  async put(registration) {
    if (registration.version === 1) await table.put(toItem(key.registrationName(registration.id), null));
    await putVersion(table, key.registration(registration.id), registration);
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
    await table.remove(pk, sk);
  },
});

export const loginStateStore = (table: Table): LoginStateStore => ({
  async put(state) {
    await table.put(toItem(key.loginState(state.stateHash), state, { expiresAt: ttl(state.expiresAt) }));
  },
  // DeleteItem answers the old item to exactly one caller: that is the atomic "once".
  async consume(stateHash, now) {
    const { pk, sk } = key.loginState(stateHash);
    const item = await table.remove(pk, sk);
    const state = item === null ? null : dataOf<LoginState>(item);
    return state === null || state.expiresAt <= now ? null : state;
  },
});
