import type { Dimensions, MetricName, Metrics } from '../../core/ports/metrics.ts';

export interface PrometheusMetrics extends Metrics {
  /** The text exposition format, version 0.0.4. */
  text(): string;
}

interface Series {
  readonly kind: 'counter' | 'gauge';
  readonly values: Map<string, number>;
}

const snake = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replace(/^_/, '');

const escaped = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

const labelsOf = (dimensions: Dimensions): string => {
  const labels = Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1));
  return labels.length === 0 ? '' : `{${labels.map(([name, is]) => `${snake(name)}="${escaped(is)}"`).join(',')}}`;
};

/**
 * Numbers of this process since it started, for a Prometheus that comes for them.
 * https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
 */
export const prometheusMetrics = (): PrometheusMetrics => {
  const all = new Map<MetricName, Series>();
  const seriesOf = (name: MetricName, kind: Series['kind']): Series => {
    const series = all.get(name) ?? { kind, values: new Map() };
    all.set(name, series);
    return series;
  };
  return {
    count(name, dimensions = {}, value = 1) {
      const { values } = seriesOf(name, 'counter');
      const labels = labelsOf(dimensions);
      values.set(labels, (values.get(labels) ?? 0) + value);
    },
    gauge(name, value, dimensions = {}) {
      seriesOf(name, 'gauge').values.set(labelsOf(dimensions), value);
    },
    text() {
      const lines = [...all].flatMap(([name, { kind, values }]) => {
        const full = `muster_${snake(name)}${kind === 'counter' ? '_total' : ''}`;
        return [`# TYPE ${full} ${kind}`, ...[...values].map(([labels, value]) => `${full}${labels} ${value}`)];
      });
      return `${lines.join('\n')}\n`;
    },
  };
};
