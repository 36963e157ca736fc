import { registrationStore } from '../../connectors/dynamodb/registration-store.ts';
import { memoryTable } from '../../connectors/memory/memory-table.ts';
import type { Table } from '../../connectors/table.ts';
import { isMusterError } from '../../core/errors.ts';
import { asId, type RegistrationId } from '../../core/ids.ts';
import { aRegistration } from '../support/stored-things.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A table whose calls wait, each, until the test lets the next one through. */
const stepped = (table: Table) => {
  let next: (() => void) | null = null;
  const waiting = async <T>(call: () => Promise<T>): Promise<T> => {
    await new Promise<void>((resolve) => {
      next = resolve;
    });
    return call();
  };
  const slow: Pick<Table, 'get' | 'put' | 'remove'> = {
    get: (...at) => waiting(() => table.get(...at)),
    put: (...item) => waiting(() => table.put(...item)),
    remove: (...at) => waiting(() => table.remove(...at)),
  };
  const step = async () => {
    const go = next;
    next = null;
    go?.();
    await turn();
    return go !== null;
  };
  return { table: { ...table, ...slow }, step };
};

const registered = (id: string) => aRegistration({ id: asId<RegistrationId>(id) });

/** Two register one platform, call by call in this order: each bit says whose turn it is. */
const race = async (order: number) => {
  const table = memoryTable();
  const sides = ['r-1', 'r-2'].map((id) => {
    const { table: own, step } = stepped(table);
    const ended = registrationStore(own)
      .put(registered(id))
      .then(
        () => id,
        (error: unknown) => {
          if (!isMusterError(error, 'REGISTRATION_EXISTS')) throw error;
          return null;
        },
      );
    return { step, ended };
  });
  await turn();
  for (let at = 0; at < 12; at += 1) await sides[(order >> at) & 1]?.step();
  for (const { step } of sides) while (await step());
  const won = (await Promise.all(sides.map(({ ended }) => ended))).filter((id) => id !== null);
  const store = registrationStore(table);
  const { issuer, clientId } = registered('r-1');
  const found = await store.findByPlatform(issuer, clientId);
  return { won, standing: (await store.list()).map(({ id }) => id), found: found?.id };
};

describe('of two that register one platform at once', () => {
  it('one stands and is found and the other is told, in whatever order their calls come', async () => {
    // The first twelve calls in every order; what is left then goes on one after the other.
    for (let order = 0; order < 1 << 12; order += 1) {
      const { won, standing, found } = await race(order);
      expect([order, won, standing, found]).toEqual([order, [standing[0]], [standing[0]], standing[0]]);
    }
  });

  it('and who died before its registration stood is taken over', async () => {
    const table = memoryTable();
    const { table: own, step } = stepped(table);
    void registrationStore(own).put(registered('r-1'));
    await turn();
    for (let calls = 0; calls < 2; calls += 1) await step();
    await registrationStore(table).put(registered('r-2'));
    expect((await registrationStore(table).list()).map(({ id }) => id)).toEqual(['r-2']);
  });

  it('and whose removal was broken off registers again under its own id', async () => {
    const table = memoryTable();
    const store = registrationStore(table);
    await store.put(registered('r-1'));
    await table.remove('REGISTRATION#r-1', 'REGISTRATION');
    await store.put(registered('r-1'));
    expect((await store.list()).map(({ id }) => id)).toEqual(['r-1']);
  });

  it('and once it is removed, its place is free', async () => {
    const store = registrationStore(memoryTable());
    await store.put(registered('r-1'));
    await store.remove(asId('r-1'));
    await store.put(registered('r-2'));
    expect((await store.list()).map(({ id }) => id)).toEqual(['r-2']);
  });
});
