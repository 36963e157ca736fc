import { jest } from '@jest/globals';
import { emfMetrics, metricsNamespace } from '../../connectors/powertools/metrics.ts';
import { prometheusMetrics } from '../../connectors/prometheus/metrics.ts';
import type { Dimensions, Metrics } from '../../core/ports/metrics.ts';

interface Told {
  readonly metrics: Metrics;
  /** What a reader of the adapter's output takes the value for; null: never told. */
  read(name: string, dimensions?: Dimensions): number | null;
}

interface EmfLine {
  readonly _aws: {
    CloudWatchMetrics: readonly [{ Namespace: string; Dimensions: string[][]; Metrics: { Name: string }[] }];
  };
  readonly [key: string]: unknown;
}

/** CloudWatch's reading of the lines: counts are summed, of a gauge the last one stands. */
const openEmf = (): Told & { lines(): EmfLine[] } => {
  const out = jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
  const metrics = emfMetrics('muster-test');
  const lines = () => out.mock.calls.map(([line]) => JSON.parse(String(line)) as EmfLine);
  return {
    metrics,
    lines,
    read(name, dimensions = {}) {
      const wanted = Object.entries({ service: 'muster-test', ...dimensions });
      const found = lines().filter((line) => {
        const [
          {
            Namespace,
            Dimensions: [keys = []],
            Metrics: told,
          },
        ] = line._aws.CloudWatchMetrics;
        const same =
          keys.length === wanted.length && wanted.every(([key, is]) => keys.includes(key) && line[key] === is);
        return Namespace === metricsNamespace && same && told.some(({ Name }) => Name === name);
      });
      const values = found.map((line) => Number(line[name]));
      if (values.length === 0) return null;
      return name === 'StorageBytes' ? (values.at(-1) ?? null) : values.reduce((sum, value) => sum + value, 0);
    },
  };
};

const snake = (name: string) => name.replace(/(?<!^)[A-Z]/g, '_$&').toLowerCase();

const openPrometheus = (): Told => {
  const metrics = prometheusMetrics();
  return {
    metrics,
    read(name, dimensions = {}) {
      const wanted = Object.entries(dimensions).map(([key, is]) => `${snake(key)}="${is}"`);
      const line = metrics
        .text()
        .split('\n')
        .find((one) => {
          const [, full, labels = ''] = /^(\w+)(?:\{(.*)\})? /.exec(one) ?? [];
          const held = labels === '' ? [] : labels.split(',');
          return (
            full?.replace(/_total$/, '') === `muster_${snake(name)}` &&
            held.length === wanted.length &&
            wanted.every((label) => held.includes(label))
          );
        });
      return line === undefined ? null : Number(line.split(' ').at(-1));
    },
  };
};

describe.each([
  ['embedded metric format', openEmf],
  ['Prometheus', openPrometheus],
] as const)('metrics as %s', (_, open) => {
  let told: Told;
  beforeEach(() => {
    told = open();
  });
  afterEach(() => jest.restoreAllMocks());

  it('says nothing of what nobody counted', () => {
    expect(told.read('LaunchFailed')).toBeNull();
  });

  it('adds up what is counted', () => {
    told.metrics.count('LaunchFailed');
    told.metrics.count('LaunchFailed');
    told.metrics.count('LaunchFailed', {}, 3);
    told.metrics.count('LaunchSucceeded');
    expect(told.read('LaunchFailed')).toBe(5);
    expect(told.read('LaunchSucceeded')).toBe(1);
  });

  it('keeps dimensions apart', () => {
    const rekognition = { Engine: 'rekognition', ModelVersion: '7.0' };
    told.metrics.count('ProposalsMade', rekognition, 28);
    told.metrics.count('ProposalsMade', { Engine: 'rekognition', ModelVersion: '8.0' }, 2);
    told.metrics.count('ProposalsMade', rekognition, 2);
    expect(told.read('ProposalsMade', rekognition)).toBe(30);
    told.metrics.gauge('LambdaMemoryUsedPercent', 40, { FunctionName: 'web' });
    expect(told.read('LambdaMemoryUsedPercent')).toBeNull();
  });

  it('of a gauge tells what it is now', () => {
    told.metrics.gauge('StorageBytes', 100);
    told.metrics.gauge('StorageBytes', 70);
    expect(told.read('StorageBytes')).toBe(70);
  });

  it('tells zero, so that an alarm can end', () => {
    told.metrics.gauge('GradebookUnconfirmedOver24h', 0);
    expect(told.read('GradebookUnconfirmedOver24h')).toBe(0);
  });
});

describe('metrics as embedded metric format', () => {
  afterEach(() => jest.restoreAllMocks());

  it('are written at once, a line each, with a unit', () => {
    const emf = openEmf();
    emf.metrics.gauge('LambdaMemoryUsedPercent', 41.5, { FunctionName: 'muster-test-web' });
    expect(emf.lines()[0]?._aws.CloudWatchMetrics[0].Metrics).toEqual([
      { Name: 'LambdaMemoryUsedPercent', Unit: 'Percent' },
    ]);
    expect(emf.lines()).toHaveLength(1);
  });

  it('tell of proposals by version and of all versions together, zero included: one that nobody watches is in the sum', () => {
    const emf = openEmf();
    for (const ModelVersion of ['7.0', '8.0']) {
      emf.metrics.count('ProposalsMade', { Engine: 'rekognition', ModelVersion }, 60);
      emf.metrics.count('ProposalsCorrected', { Engine: 'rekognition', ModelVersion }, ModelVersion === '8.0' ? 30 : 0);
    }
    expect(emf.read('ProposalsCorrected', { Engine: 'rekognition', ModelVersion: '7.0' })).toBe(0);
    expect(emf.read('ProposalsMade')).toBe(120);
    expect(emf.read('ProposalsCorrected')).toBe(30);
  });
});

describe('failed work', () => {
  afterEach(() => jest.restoreAllMocks());

  it('is told of by kind, and of all together for the alarm', () => {
    const emf = openEmf();
    emf.metrics.count('WorkFailed', { Task: 'identify' });
    emf.metrics.count('WorkFailed', { Task: 'confirm' });
    expect(emf.read('WorkFailed', { Task: 'identify' })).toBe(1);
    expect(emf.read('WorkFailed')).toBe(2);
  });
});

describe('metrics as Prometheus text', () => {
  it('are of the exposition format', () => {
    const metrics = prometheusMetrics();
    metrics.count('ProposalsCorrected', { ModelVersion: 'a"b\\c\nd', Engine: 'x' });
    metrics.gauge('StorageBytes', 12);
    expect(metrics.text()).toBe(
      [
        '# TYPE muster_proposals_corrected_total counter',
        'muster_proposals_corrected_total{engine="x",model_version="a\\"b\\\\c\\nd"} 1',
        '# TYPE muster_storage_bytes gauge',
        'muster_storage_bytes 12',
        '',
      ].join('\n'),
    );
  });
});
