import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** What DynamoDB itself was asked and says that it took. */
export interface WireCounts {
  /** Requests by operation: "GetItem", "Query", "BatchWriteItem". */
  readonly requests: Readonly<Record<string, number>>;
  /** Capacity units as the service counts them, by item sizes, index writes included. */
  readonly readUnits: number;
  readonly writeUnits: number;
}

const reading = new Set(['GetItem', 'BatchGetItem', 'Query', 'Scan']);

interface Consumed {
  readonly CapacityUnits?: number;
}

const unitsOf = (told: Consumed | readonly Consumed[] | undefined): number =>
  [told ?? []].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);

/** Counts every request of a client on its way out, and has the service say what each consumed. */
export const wireMeter = (client: DynamoDBClient): { counts(): WireCounts; reset(): void } => {
  let requests: Record<string, number> = {};
  let readUnits = 0;
  let writeUnits = 0;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const name = (context.commandName ?? '').replace(/Command$/, '');
      const operation = { Get: 'GetItem', Put: 'PutItem', Delete: 'DeleteItem' }[name] ?? name;
      requests[operation] = (requests[operation] ?? 0) + 1;
      Object.assign(args.input as object, { ReturnConsumedCapacity: 'TOTAL' });
      const answer = await next(args);
      const units = unitsOf((answer.output as { ConsumedCapacity?: Consumed | readonly Consumed[] }).ConsumedCapacity);
      if (reading.has(operation)) readUnits += units;
      else writeUnits += units;
      return answer;
    },
    { step: 'initialize', priority: 'low' },
  );
  return {
    counts: () => ({ requests: { ...requests }, readUnits, writeUnits }),
    reset() {
      requests = {};
      readUnits = 0;
      writeUnits = 0;
    },
  };
};
