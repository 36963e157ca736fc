import { putWhere } from '../../../connectors/dynamodb/items.ts';
import { alarmsOn } from './alarms.ts';
import type { AwsCall } from './aws-proxy.ts';
import type { AwsStage } from './stage.ts';

/** What one function does, which dies at it; and what should be so when all has come to rest. */
export interface Doing<Before> {
  readonly by: string;
  /** Points visited at most; all of them when left out. */
  readonly most?: number;
  prepare(): Promise<Before>;
  act(before: Before): Promise<unknown>;
  /** What the person does who was left without an answer, or the next event. */
  again?(before: Before): Promise<unknown>;
  faults(before: Before): Promise<string[]>;
}

/** Kills the function right after its write number `point`; which one that was, or "" when it never came to it. */
export const dieAfter = ({ proxy, pool }: AwsStage, name: string, point: number): (() => string) => {
  let writes = 0;
  let last: AwsCall | null = null;
  proxy.decide = (call) => {
    if (last !== null || call.by !== name || !call.isWrite) return 'pass';
    writes += 1;
    if (writes < point) return 'pass';
    last = call;
    return 'silence';
  };
  proxy.done = (call) => {
    if (call === last) pool.kill(name);
  };
  return () => (last === null ? '' : `${point} ${last.service} ${last.operation}`);
};

const soonSeconds = 900;

/** As if its seconds had gone by: whoever comes next finds what the dead one has left. */
export const letLeaseRunOut = async ({ table }: AwsStage, name: string): Promise<void> => {
  const lease = await table.get(`LEASE#${name}`, 'LEASE');
  if (lease === null) return;
  const data = { ...(lease.data as object), until: new Date(0).toISOString() };
  const asRead = { kind: 'equals', attribute: 'stamp', value: String(lease.stamp) } as const;
  // Unless it was released, or taken by somebody who lives.
  await putWhere(table, { ...lease, data }, asRead);
};

/** Nothing hides behind a lease or a delay: the leases of the dead end, what was to come soon is overdue. */
const overtake = async (stage: AwsStage): Promise<number> => {
  const { stores } = stage;
  const [soon, long] = [soonSeconds, -3_600].map((seconds) => new Date(Date.now() + seconds * 1000).toISOString());
  const tasks = await stores.work.due(soon ?? '', 200);
  for (const task of tasks) {
    const { kind, key } = task;
    const leased = kind === 'confirm' || kind === 'publish' ? key.split('/')[0] : key;
    await letLeaseRunOut(stage, `${kind}/${leased}`);
    await stores.work.add({ ...task, dueAt: long ?? '' });
  }
  return tasks.length;
};

/** Messages are delivered and minutes go by until no work is left that is due soon. @throws Error when some always is */
export const comeToRest = async (stage: AwsStage): Promise<void> => {
  const host = `host/${new URL(stage.lmsUrl).host}`;
  for (let round = 0; round < 20; round += 1) {
    await stage.delivery.deliver();
    if ((await overtake(stage)) === 0) return;
    await letLeaseRunOut(stage, host);
    await stage.delivery.minute();
  }
  const left = await stage.stores.work.due(new Date().toISOString(), 200);
  throw new Error(`work is left: ${left.map(({ kind }) => kind).join()}`);
};

interface Visited {
  readonly points: readonly string[];
  readonly faults: readonly string[];
}

/** Does it again and again, each time dying one write later, until it dies no more. */
const dieAtEachWrite = async <Before>(stage: AwsStage, doing: Doing<Before>): Promise<Visited> => {
  const points: string[] = [];
  const faults: string[] = [];
  for (let point = 1; ; point += 1) {
    const before = await doing.prepare();
    const counted = stage.pool.errorsOf(doing.by);
    const died = dieAfter(stage, doing.by, point);
    await doing.act(before).catch(() => {});
    const at = died();
    stage.proxy.calm();
    const find = async () => {
      if (at !== '') await doing.again?.(before);
      await comeToRest(stage);
      return doing.faults(before);
    };
    const found = await find().catch((error: Error) => [error.message]);
    faults.push(...found.map((fault) => `${at === '' ? 'undisturbed' : at}: ${fault}`));
    if (at === '') return { points, faults };
    if (stage.pool.errorsOf(doing.by) === counted) faults.push(`${at}: it counts as no error`);
    points.push(at);
    if (point === doing.most) return { points, faults };
  }
};

/** Prints the points, of which there must be so many at least, and finds no fault at any. */
export const expectSurvival = async <Before>(
  stage: AwsStage,
  what: string,
  least: number,
  doing: Doing<Before>,
): Promise<void> => {
  // The operator sees it: a death counts as an error of the function, and an alarm is on those.
  expect(await alarmsOn(doing.by)).not.toEqual([]);
  const { points, faults } = await dieAtEachWrite(stage, doing);
  console.info([`${what}: ${points.length} points, ${faults.length} failures`, ...points, ...faults].join('\n'));
  expect(faults).toEqual([]);
  expect(points.length).toBeGreaterThanOrEqual(least);
};

/** Each kind of call that a function makes has one answer that is a fault: not done, or done and not heard of. */
export const failEachKindOnce = ({ proxy }: AwsStage, fate: 'fail' | 'lose'): ReadonlySet<string> => {
  const failed = new Set<string>();
  proxy.decide = ({ by, service, operation }) => {
    const kind = `${by} ${service} ${operation}`;
    if (by === '' || failed.has(kind)) return 'pass';
    failed.add(kind);
    return fate;
  };
  return failed;
};
