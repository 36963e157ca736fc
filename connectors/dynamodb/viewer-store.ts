import { type Viewer, type ViewerStore, viewersOfAppSession } from '../../core/ports/viewer-store.ts';
import type { Condition, Table } from '../table.ts';
import { dataOf, getData, type Key, putWhere, removeItem, removeWhere, toItem, ttl } from './items.ts';
import { key, partition, prefix } from './keys.ts';

type Kept = Viewer & { readonly place: number };
interface Until {
  readonly until: string;
}

/**
 * Whoever looks, under their connection and under each topic. The places of an app session are numbered and taken one by
 * one with a condition, so that two tabs at once do not have the same one; a place that ran out is free.
 */
export const viewerStore = (table: Table): ViewerStore => {
  const takePlace = async ({ tokenHash, connection, expiresAt }: Viewer, now: string): Promise<number | null> => {
    const taken = await table.query(partition.appSession(tokenHash), { prefix: prefix.viewer });
    for (let place = 0; place < viewersOfAppSession; place += 1) {
      const at = key.viewerPlace(tokenHash, place);
      const standing = taken.find(({ sk }) => sk === at.sk);
      if (standing !== undefined && dataOf<Until>(standing).until > now) continue;
      const item = { ...toItem(at, { until: expiresAt }, { expiresAt: ttl(expiresAt) }), holder: connection };
      const condition: Condition =
        standing === undefined
          ? { kind: 'absent' }
          : { kind: 'equals', attribute: 'holder', value: String(standing.holder) };
      if (await putWhere(table, item, condition)) return place;
    }
    return null;
  };

  /** Unless somebody else has it by now. */
  const leavePlace = (at: Key, holder: string): Promise<void> =>
    removeWhere(table, at, { kind: 'equals', attribute: 'holder', value: holder });

  return {
    async add(viewer, now) {
      const place = await takePlace(viewer, now);
      if (place === null) return false;
      const life = { expiresAt: ttl(viewer.expiresAt) };
      const kept: Kept = { ...viewer, place };
      await table.putAll([
        toItem(key.viewer(viewer.connection), kept, life),
        ...viewer.topics.map((topic) =>
          toItem(key.viewerOf(topic, viewer.connection), { until: viewer.expiresAt } satisfies Until, life),
        ),
      ]);
      return true;
    },
    async find(connection, now) {
      const kept = await getData<Kept>(table, key.viewer(connection));
      if (kept === null || kept.expiresAt <= now) return null;
      const { place: _, ...viewer } = kept;
      return viewer;
    },
    async connectionsOf(topic, now) {
      const items = await table.query(partition.topic(topic));
      return items.filter((item) => dataOf<Until>(item).until > now).map(({ sk }) => sk);
    },
    // Its own item goes last: until then it says what else is to go. Its place goes first: who dies here keeps nobody out.
    async remove(connection) {
      const own = key.viewer(connection);
      const kept = await getData<Kept>(table, own);
      if (kept === null) return;
      await leavePlace(key.viewerPlace(kept.tokenHash, kept.place), connection);
      for (const topic of kept.topics) await removeItem(table, key.viewerOf(topic, connection));
      await removeItem(table, own);
    },
  };
};
