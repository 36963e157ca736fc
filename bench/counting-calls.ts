import type { Table } from '../connectors/table.ts';

/** How often the table was asked, whatever was asked of it: each is one round trip to DynamoDB. */
export const countingCalls = (inner: Table): { table: Table; calls(): number } => {
  let calls = 0;
  const table = new Proxy(inner, {
    get(target, name, receiver) {
      const method: unknown = Reflect.get(target, name, receiver);
      if (typeof method !== 'function') return method;
      return (...args: unknown[]) => {
        calls += 1;
        return (method as (...all: unknown[]) => unknown).apply(target, args);
      };
    },
  });
  return { table, calls: () => calls };
};
