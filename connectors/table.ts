/**
 * The few things Muster asks of a DynamoDB table: get, query on a key, conditional put and delete, batches, and one
 * sparse index of due work. The stores in connectors/dynamodb are written over this interface; it is spoken by the
 * AWS SDK (dynamodb/sdk-table.ts) and by plain memory (memory/memory-table.ts), under one contract suite.
 * Keys and access patterns: docs/decisions/0001-access-patterns.md.
 */
export interface Item {
  readonly pk: string;
  readonly sk: string;
  /** Seconds since 1970, DynamoDB's TTL attribute. Deletion is lazy: readers filter on it as well. */
  readonly expiresAt?: number;
  /** Present while there is work to do: `<queue>#<shard>`, partition key of the sparse index `due`. */
  readonly dueQueue?: string;
  /** ISO 8601: when it is due; sort key of that index. */
  readonly dueAt?: string;
  readonly [attribute: string]: unknown;
}

export type Condition =
  | { readonly kind: 'absent' }
  | { readonly kind: 'present' }
  /** The stored item has this value in this attribute. */
  | { readonly kind: 'equals'; readonly attribute: string; readonly value: string | number };

/** The condition did not hold; nothing was written. */
export class ConditionFailed extends Error {
  override readonly name = 'ConditionFailed';
}

export interface QueryOptions {
  /** Only sort keys that begin with it. */
  readonly prefix?: string;
  /** Only sort keys after it. Not together with `prefix`: a key condition is one range. */
  readonly after?: string;
  readonly newestFirst?: boolean;
  /** At most this many; all pages when left out. */
  readonly limit?: number;
}

/** All reads are strongly consistent but `due`. @throws MusterError UNAVAILABLE, THROTTLED; ConditionFailed */
export interface Table {
  get(pk: string, sk: string): Promise<Item | null>;
  /** In one batch (more than 100 keys: several); missing ones left out, in no order. */
  batchGet(keys: readonly { readonly pk: string; readonly sk: string }[]): Promise<Item[]>;
  put(item: Item, condition?: Condition): Promise<void>;
  /** Batch writes without conditions; unprocessed ones are sent again. */
  putAll(items: readonly Item[]): Promise<void>;
  /** Answers what stood there, null when nothing did. */
  remove(pk: string, sk: string, condition?: Condition): Promise<Item | null>;
  query(pk: string, options?: QueryOptions): Promise<Item[]>;
  /** Items of one due queue with `dueAt` not after `before`, oldest first. Eventually consistent. */
  due(dueQueue: string, before: string, limit: number): Promise<Item[]>;
}
