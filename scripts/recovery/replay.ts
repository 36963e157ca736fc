import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { sdkTable } from '../../connectors/dynamodb/sdk-table.ts';
import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { idSource } from '../../connectors/embedded/ids.ts';
import { systemClock } from '../../connectors/embedded/system-clock.ts';
import { hour, later } from '../../core/later.ts';
import type { ErasureLog } from '../../core/ports/erasure-log.ts';
import type { Stores } from '../../core/ports/stores.ts';
import { replayErasure } from '../../core/use-cases/replay-erasure.ts';

/** Clocks of those who wrote and of whoever made the copy differ; erasing twice does no harm. */
const marginMs = hour;

export interface Replayed {
  readonly erasures: number;
  /** Of those: what had come back with the copy. */
  readonly again: number;
}

export const storesOf = (client: DynamoDBClient, tableName: string): Stores => storesOn(sdkTable(client, tableName));

/** Erases again, in a restored table, what was erased since the copy was made; and keeps that this was so. */
export const replayErasures = async (restored: Stores, log: ErasureLog, copiedAt: string): Promise<Replayed> => {
  const from = later(copiedAt, -marginMs);
  const deps = { ...restored, ids: idSource(), clock: systemClock };
  let again = 0;
  const erasures = await log.list(from, systemClock.now());
  for (const erasure of erasures) {
    await restored.erasures.add(erasure);
    if (await replayErasure(deps, erasure)) again += 1;
  }
  return { erasures: erasures.length, again };
};
