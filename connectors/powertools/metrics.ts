import { Metrics as Emf, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Dimensions, MetricName, Metrics } from '../../core/ports/metrics.ts';

export const metricsNamespace = 'Muster';

const unitOf = (name: MetricName): (typeof MetricUnit)[keyof typeof MetricUnit] => {
  switch (name) {
    case 'StorageBytes':
      return MetricUnit.Bytes;
    case 'LambdaMemoryUsedPercent':
      return MetricUnit.Percent;
    default:
      return MetricUnit.Count;
  }
};

/**
 * Told of all versions, or kinds of work, together as well: CloudWatch knows no sum over dimensions that an alarm could be on, and
 * a version that nobody configured an alarm for would go unseen.
 */
const overAll: ReadonlySet<MetricName> = new Set<MetricName>(['ProposalsMade', 'ProposalsCorrected', 'WorkFailed']);

/**
 * CloudWatch's embedded metric format: a line of the log for each, written at once, so that a function that is killed after it
 * has told what it did. `service` (muster-<stage>) is a dimension of each and keeps stages apart.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export const emfMetrics = (service: string): Metrics => {
  const emf = new Emf({ namespace: metricsNamespace, serviceName: service });
  const tell = (name: MetricName, value: number, dimensions: Dimensions = {}): void => {
    const one = emf.singleMetric();
    for (const [dimension, is] of Object.entries(dimensions)) one.addDimension(dimension, is);
    one.addMetric(name, unitOf(name), value);
  };
  return {
    count(name, dimensions, value = 1) {
      tell(name, value, dimensions);
      if (overAll.has(name)) tell(name, value);
    },
    gauge: (name, value, dimensions) => tell(name, value, dimensions),
  };
};
