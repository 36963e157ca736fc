import { getAtt, ref } from '../expectations.ts';
import type { Json } from '../template.ts';

/** What is measured, and how its values of so many seconds come to one. */
export interface Series {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, Json>>;
  readonly statistic: string;
  readonly seconds: number;
}

const [five, quarter, hour, day] = [300, 900, 3600, 86_400] as const;

export const ofApi = (name: string, statistic = 'Sum'): Series => ({
  namespace: 'AWS/ApiGateway',
  name,
  dimensions: { ApiId: ref('HttpApi') },
  statistic,
  seconds: five,
});
const ofFunction = (name: string, FunctionName: string): Series => ({
  namespace: 'AWS/Lambda',
  name,
  dimensions: { FunctionName: `muster-prod-${FunctionName}` },
  statistic: 'Sum',
  seconds: five,
});
export const ofTable = (name: string, more: Series['dimensions'] = {}): Series => ({
  namespace: 'AWS/DynamoDB',
  name,
  dimensions: { TableName: 'muster-prod', ...more },
  statistic: 'Sum',
  seconds: five,
});
const ofQueue = (name: string, id: string): Series => ({
  namespace: 'AWS/SQS',
  name,
  dimensions: { QueueName: getAtt(id, 'QueueName') },
  statistic: 'Maximum',
  seconds: five,
});
export const ofDistribution = (name: string, statistic: string): Series => ({
  namespace: 'AWS/CloudFront',
  name,
  dimensions: { DistributionId: 'E1ABCDEFGHIJKL', Region: 'Global' },
  statistic,
  seconds: hour,
});
export const own = (
  name: string,
  statistic: string,
  seconds: number = five,
  more: Series['dimensions'] = {},
): Series => ({
  namespace: 'Muster',
  name,
  dimensions: { service: 'muster-prod', ...more },
  statistic,
  seconds,
});

const named = <T>(entries: readonly (readonly [string, T])[]): Readonly<Record<string, T>> =>
  Object.fromEntries(entries);

const ofReports = (name: string): Series => ({
  ...ofApi(name),
  dimensions: { ApiName: 'muster-prod-reports' },
});
/** What goes wrong, and of how much, behind each of the doors. */
export const ofDoors: Readonly<Record<string, Series>> = {
  errors: ofApi('5xx'),
  requests: ofApi('Count'),
  reportErrors: ofReports('5XXError'),
  reportRequests: ofReports('Count'),
  liveErrors: ofFunction('Errors', 'realtime'),
  liveCalls: ofFunction('Invocations', 'realtime'),
  healthErrors: ofFunction('Errors', 'health'),
  healthRuns: ofFunction('Invocations', 'health'),
  rosterErrors: ofFunction('Errors', 'sync-roster'),
  rosterRuns: ofFunction('Invocations', 'sync-roster'),
};
const pairs = Object.keys(ofDoors).flatMap((id, n, ids) => (n % 2 === 0 ? [[id, ids[n + 1]]] : []));
const shares = pairs.map(([some, all]) => `100 * FILL(${some}, 0) / IF(FILL(${all}, 0) > 0, FILL(${all}, 0), 1)`);
export const worstOfDoors = `MAX([${shares.join(', ')}])`;

export const ofWork: Readonly<Record<string, Series>> = {
  ...named(
    ['identify', 'publish', 'report', 'retain'].flatMap((name, n) => [
      [`e${n}`, ofFunction('Errors', name)] as const,
      [`i${n}`, ofFunction('Invocations', name)] as const,
    ]),
  ),
  failed: own('WorkFailed', 'Sum'),
};
const invocations = 'FILL(i0, 0) + FILL(i1, 0) + FILL(i2, 0) + FILL(i3, 0)';
const errors = 'FILL(e0, 0) + FILL(e1, 0) + FILL(e2, 0) + FILL(e3, 0) + FILL(failed, 0)';
export const shareOfErrors = `100 * (${errors}) / IF((${invocations}) > 0, (${invocations}), 1)`;

export const memory = named(
  ['web', 'identify', 'publish', 'sync-roster', 'report', 'realtime', 'retain', 'authorizer', 'health'].map(
    (name, n) =>
      [`m${n}`, own('LambdaMemoryUsedPercent', 'Maximum', five, { FunctionName: `muster-prod-${name}` })] as const,
  ),
);

export const queues = (name: string, kind: 'Queue' | 'DeadLetters') =>
  named(['Uploads', 'Publish', 'Report', 'Work'].map((one) => [one.toLowerCase(), ofQueue(name, one + kind)] as const));

export const outcomes = (what: string) => ({
  failed: own(`${what}Failed`, 'Sum', quarter),
  succeeded: own(`${what}Succeeded`, 'Sum', quarter),
});
/** Of fewer no share can be told: at a quiet hour one person who reloads a launch would be all of them. */
export const failures = (least: number) =>
  `IF(FILL(failed, 0) + FILL(succeeded, 0) >= ${least}, 100 * FILL(failed, 0) / (FILL(failed, 0) + FILL(succeeded, 0)), 0)`;

export const proposals = (more: Series['dimensions'] = {}) => ({
  corrected: own('ProposalsCorrected', 'Sum', day, more),
  made: own('ProposalsMade', 'Sum', day, more),
});
// Of a few proposals no share can be told.
export const corrections = 'IF(made > 50, 100 * FILL(corrected, 0) / made, 0)';
