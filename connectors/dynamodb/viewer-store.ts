import { type Viewer, type ViewerStore, viewersOfAppSession } from '../../core/ports/viewer-store.ts';
import type { Condition, Table } from '../table.ts';
import { alive, dataOf, getData, type Key, putWhere, removeItem, removeWhere, toItem, ttl } from './items.ts';
import { key, partition, prefix } from './keys.ts';

interface Until {
  readonly until: string;
}

/**
 * Whoever looks, under their connection and under each topic. The places of an app session are numbered and taken one by
 * one with a condition, so that two tabs at once do not have the same one; a place that ran out is free.
 */
export const viewerStore = (table: Table): ViewerStore => {
  const placesOf = (tokenHash: string) => table.query(partition.appSession(tokenHash), { prefix: prefix.viewer });

  const takePlace = async ({ tokenHash, connection, endsAt }: Viewer, now: string): Promise<boolean> => {
    const taken = await placesOf(tokenHash);
    for (let place = 0; place < viewersOfAppSession; place += 1) {
      const at = key.viewerPlace(tokenHash, place);
      const standing = taken.find(({ sk }) => sk === at.sk);
      if (standing !== undefined && dataOf<Until>(standing).until > now) continue;
      const item = { ...toItem(at, { until: endsAt }, { expiresAt: ttl(endsAt) }), holder: connection };
      const condition: Condition =
        standing === undefined
          ? { kind: 'absent' }
          : { kind: 'equals', attribute: 'holder', value: String(standing.holder) };
      if (await putWhere(table, item, condition)) return true;
    }
    return false;
  };

  const put = (viewer: Viewer): Promise<void> => {
    const { connection, topics, expiresAt, endsAt } = viewer;
    const told = topics.map((topic) =>
      toItem(key.viewerOf(topic, connection), { until: expiresAt } satisfies Until, { expiresAt: ttl(expiresAt) }),
    );
    // Kept for as long as its place, which only it tells of: a page that was silent for a while does not lose a place by it.
    return table.putAll([toItem(key.viewer(connection), viewer, { expiresAt: ttl(endsAt) }), ...told]);
  };

  /** Unless somebody else has it by now. */
  const leavePlace = (at: Key, holder: string): Promise<void> =>
    removeWhere(table, at, { kind: 'equals', attribute: 'holder', value: holder });

  // Its own item goes last: until then it says what else is to go. Its place goes first: who dies here keeps nobody out.
  const remove = async (connection: string): Promise<void> => {
    const own = key.viewer(connection);
    const kept = await getData<Viewer>(table, own);
    if (kept === null) return;
    const places = await placesOf(kept.tokenHash);
    for (const { pk, sk } of places.filter(({ holder }) => holder === connection))
      await leavePlace({ pk, sk }, connection);
    for (const topic of kept.topics) await removeItem(table, key.viewerOf(topic, connection));
    await removeItem(table, own);
  };

  return {
    async add(viewer, now) {
      if (!(await takePlace(viewer, now))) return false;
      await put(viewer);
      return true;
    },
    async find(connection, now) {
      return alive(await getData<Viewer>(table, key.viewer(connection)), now);
    },
    async connectionsOf(topic, now) {
      const items = await table.query(partition.topic(topic));
      return items.filter((item) => dataOf<Until>(item).until > now).map(({ sk }) => sk);
    },
    prolong: (viewer, expiresAt) => put({ ...viewer, expiresAt }),
    remove,
    async removeOf(tokenHash) {
      for (const { holder } of await placesOf(tokenHash)) await remove(String(holder));
    },
  };
};
