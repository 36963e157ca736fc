import type { Configuration } from '../configurations.ts';
import type { Stack } from '../package-stack.ts';
import {
  corrections,
  failures,
  memory,
  ofApi,
  ofDistribution,
  ofDoors,
  ofTable,
  ofWork,
  outcomes,
  own,
  proposals,
  queues,
  type Series,
  shareOfErrors,
  worstOfDoors,
} from './series.ts';

export interface Wanted {
  readonly line: string;
  readonly id: string;
  readonly runbook: string;
  /** `above usual` where a band of usual values is the threshold. */
  readonly goesOff: readonly ['above' | 'below', number] | 'above usual';
  /** So many of the last so many values. */
  readonly of: readonly [values: number, last: number];
  /** One alone; or several by their ids, and what is made of them. */
  readonly series: Series | Readonly<Record<string, Series>>;
  readonly told?: string;
  readonly stack?: Stack;
  readonly when?: (configuration: Configuration) => boolean;
}

const isSageMaker: Wanted['when'] = ({ parameters }) => parameters.faces === 'sagemaker';

/** The alarms that were asked for: these, and no others. */
export const wantedAlarms: readonly Wanted[] = [
  {
    line: 'error rate > 1 %',
    id: 'ErrorRate',
    runbook: 'error-rate',
    goesOff: ['above', 1],
    of: [2, 3],
    series: ofDoors,
    told: worstOfDoors,
  },
  {
    line: 'error rate > 1 % (work)',
    id: 'ErrorRateWork',
    runbook: 'error-rate',
    goesOff: ['above', 1],
    of: [2, 3],
    series: ofWork,
    told: shareOfErrors,
  },
  {
    line: 'API p95 latency > 1 s',
    id: 'ApiLatency',
    runbook: 'api-latency',
    goesOff: ['above', 1000],
    of: [2, 3],
    series: ofApi('Latency', 'p95'),
  },
  {
    line: 'launch failures > 5 %',
    id: 'LaunchFailures',
    runbook: 'launch-failures',
    goesOff: ['above', 5],
    of: [1, 1],
    series: outcomes('Launch'),
    told: failures(20),
  },
  {
    line: 'sign-in failures > 5 %',
    id: 'SignInFailures',
    runbook: 'launch-failures',
    goesOff: ['above', 5],
    of: [1, 1],
    series: outcomes('SignIn'),
    told: failures(5),
  },
  {
    line: 'any DynamoDB throttling',
    id: 'ThrottlingTable',
    runbook: 'throttling',
    goesOff: ['above', 0],
    of: [1, 1],
    series: {
      reads: ofTable('ReadThrottleEvents'),
      writes: ofTable('WriteThrottleEvents'),
      dueReads: ofTable('ReadThrottleEvents', { GlobalSecondaryIndexName: 'due' }),
      dueWrites: ofTable('WriteThrottleEvents', { GlobalSecondaryIndexName: 'due' }),
    },
    told: 'FILL(reads, 0) + FILL(writes, 0) + FILL(dueReads, 0) + FILL(dueWrites, 0)',
  },
  {
    line: 'any Rekognition throttling',
    id: 'ThrottlingRekognition',
    runbook: 'throttling',
    goesOff: ['above', 0],
    of: [1, 1],
    series: own('RekognitionThrottled', 'Sum'),
  },
  {
    line: 'DLQ not empty',
    id: 'DeadLetters',
    runbook: 'dead-letters',
    goesOff: ['above', 0],
    of: [1, 1],
    series: queues('ApproximateNumberOfMessagesVisible', 'DeadLetters'),
    told: 'SUM(METRICS())',
  },
  {
    line: 'oldest message age',
    id: 'MessageAge',
    runbook: 'message-age',
    goesOff: ['above', 600],
    of: [1, 1],
    series: queues('ApproximateAgeOfOldestMessage', 'Queue'),
    told: 'MAX(METRICS())',
  },
  {
    line: 'gradebook unconfirmed > 24 h',
    id: 'GradebookUnconfirmed',
    runbook: 'gradebook-unconfirmed',
    goesOff: ['above', 0],
    of: [1, 1],
    series: own('GradebookUnconfirmedOver24h', 'Maximum'),
  },
  {
    line: 'storage > 80 % of the budget',
    id: 'StorageBudget',
    runbook: 'storage-budget',
    goesOff: ['above', 80],
    of: [1, 1],
    series: { bytes: own('StorageBytes', 'Maximum') },
    told: '100 * bytes / (50 * 1073741824)',
  },
  {
    line: 'Lambda memory > 90 %',
    id: 'LambdaMemory',
    runbook: 'lambda-memory',
    goesOff: ['above', 90],
    of: [1, 1],
    series: memory,
    told: 'MAX(METRICS())',
  },
  {
    line: 'unusual traffic (anomaly detection)',
    id: 'UnusualTraffic',
    runbook: 'unusual-traffic',
    goesOff: 'above usual',
    of: [3, 3],
    series: { requests: ofApi('Count') },
    told: 'ANOMALY_DETECTION_BAND(requests, 4)',
  },
  {
    line: 'share of proposals that teachers corrected, by engine and version',
    id: 'CorrectedProposals',
    runbook: 'corrected-proposals',
    goesOff: ['above', 10],
    of: [1, 1],
    series: proposals({ Engine: 'rekognition', ModelVersion: '7.0' }),
    told: corrections,
    when: (configuration) => !isSageMaker(configuration),
  },
  {
    line: 'share of proposals that teachers corrected, by engine and version, of a model of one’s own',
    id: 'CorrectedProposals',
    runbook: 'corrected-proposals',
    goesOff: ['above', 10],
    of: [1, 1],
    series: proposals({ Engine: 'sagemaker', ModelVersion: '3' }),
    told: corrections,
    when: isSageMaker,
  },
  {
    line: 'share of proposals that teachers corrected, whatever version answered',
    id: 'CorrectedProposalsOfAll',
    runbook: 'corrected-proposals',
    goesOff: ['above', 10],
    of: [1, 1],
    series: proposals(),
    told: corrections,
  },
  {
    line: 'cache hit ratio (CloudFront)',
    id: 'CacheHitRatio',
    runbook: 'cache-hit-ratio',
    goesOff: ['below', 20],
    of: [3, 3],
    series: { rate: ofDistribution('CacheHitRate', 'Average'), requests: ofDistribution('Requests', 'Sum') },
    told: 'IF(requests > 500, rate, 100)',
    stack: 'edge',
    when: ({ parameters }) => parameters.distributionId !== undefined,
  },
];
