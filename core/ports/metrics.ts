/**
 * What operators watch: numbers with a few dimensions, never a person, a course or anything else that there are many of.
 * Alarms are built on these names (docs/decisions/0006-on-aws.md).
 */
export const metricNames = [
  'LaunchSucceeded',
  'LaunchFailed',
  'SignInSucceeded',
  'SignInFailed',
  'GradebookUnconfirmedOver24h',
  'StorageBytes',
  'RekognitionThrottled',
  'WorkFailed',
  'ProposalsMade',
  'ProposalsCorrected',
  'LambdaMemoryUsedPercent',
] as const;
export type MetricName = (typeof metricNames)[number];

export interface Dimensions {
  readonly Engine?: string;
  readonly ModelVersion?: string;
  readonly FunctionName?: string;
  /** The kind of a task of the work queue. */
  readonly Task?: string;
}

/** Telling is never worth failing for: neither throws, and nobody waits. */
export interface Metrics {
  /** Adds to what is counted; one unless said otherwise. */
  count(name: MetricName, dimensions?: Dimensions, value?: number): void;
  /** What it is now; the one before is forgotten. */
  gauge(name: MetricName, value: number, dimensions?: Dimensions): void;
}
