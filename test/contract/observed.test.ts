import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

interface Part {
  readonly name: string;
  readonly trace_id: string;
  readonly parent_id: string;
  readonly annotations?: Readonly<Record<string, unknown>>;
  readonly fault?: boolean;
  readonly cause?: unknown;
}
type Line = Readonly<Record<string, unknown>>;

const child = fileURLToPath(new URL('../support/observed-child.ts', import.meta.url));
const trace = '1-5759e988-bd862e3fe1be46a994272793';

/** What the daemon of X-Ray and CloudWatch get of a function. */
const observeChild = async (): Promise<{ parts: Part[]; lines: Line[] }> => {
  const parts: Part[] = [];
  const daemon = createSocket('udp4');
  daemon.on('message', (message) => void parts.push(JSON.parse(String(message).split('\n')[1] ?? '') as Part));
  daemon.bind(0, '127.0.0.1');
  const dynamo = createServer((_req, res) => {
    res.setHeader('Content-Type', 'application/x-amz-json-1.0').end('{"TableNames":[]}');
  }).listen(0, '127.0.0.1');
  await Promise.all([once(daemon, 'listening'), once(dynamo, 'listening')]);
  try {
    const lambda = spawn(process.execPath, ['--expose-gc', '--import', 'tsx', child], {
      env: {
        PATH: process.env.PATH,
        AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
        AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
        LAMBDA_TASK_ROOT: '/var/task',
        _X_AMZN_TRACE_ID: `Root=${trace};Parent=53995c3f42cd8ad8;Sampled=1`,
        AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${daemon.address().port}`,
        TEST_DYNAMODB: `http://127.0.0.1:${(dynamo.address() as AddressInfo).port}`,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    // CloudWatch takes both for the log.
    for (const stream of [lambda.stdout, lambda.stderr]) {
      stream.on('data', (chunk) => {
        out += String(chunk);
      });
    }
    const [code] = await once(lambda, 'close');
    if (code !== 0) throw new Error(`the function ended with ${code}`);
    const lines = out
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Line);
    return { parts, lines };
  } finally {
    daemon.close();
    dynamo.close();
  }
};

describe('a function that is watched', () => {
  let parts: Part[];
  let lines: Line[];
  beforeAll(async () => {
    ({ parts, lines } = await observeChild());
  });
  const handlers = () => parts.filter(({ name }) => name === '## handler');

  it('tells its trace the cold start and how each invocation ended', () => {
    expect(handlers().map(({ annotations }) => annotations)).toEqual([
      { ColdStart: true, Outcome: 'done' },
      { ColdStart: false, Outcome: 'done' },
      { ColdStart: false, Outcome: 'partial' },
      { ColdStart: false, Outcome: 'failed' },
      { ColdStart: false, Outcome: 'done' },
    ]);
    expect(new Set(parts.map(({ trace_id: id }) => id))).toEqual(new Set([trace]));
  });

  it('has calls of the SDK in the trace, below the handler', () => {
    const call = parts.find(({ name }) => name === 'DynamoDB');
    expect(handlers().map((part) => (part as unknown as { id: string }).id)).toContain(call?.parent_id);
  });

  it('marks what failed, without the words of the error', () => {
    const failed = handlers().filter(({ fault }) => fault === true);
    expect(failed.map(({ annotations }) => annotations?.Outcome)).toEqual(['failed']);
    expect(JSON.stringify(parts)).not.toContain('Ada');
  });

  const percentages = () =>
    lines.flatMap(({ LambdaMemoryUsedPercent: percent, FunctionName }) =>
      percent === undefined ? [] : [{ percent: Number(percent), FunctionName }],
    );

  it('tells how near each invocation came to its memory', () => {
    expect(percentages()).toHaveLength(5);
    for (const { percent, FunctionName } of percentages()) {
      expect(FunctionName).toBe('muster-test-web');
      expect(percent).toBeGreaterThan(1);
      expect(percent).toBeLessThan(100);
    }
  });

  it('tells also of memory that was given back before the invocation ended', () => {
    expect(lines.find(({ message }) => message === 'spiked')).toMatchObject({ left: 'less' });
    // An eighth of what there is.
    expect(percentages().at(-1)?.percent).toBeGreaterThan(12.5);
  });

  it('has its invocation on every line of the log', () => {
    const asked = lines.filter(({ message }) => message === 'asked');
    expect(asked).toMatchObject(
      ['pass', 'call', 'half', 'fail', 'spike'].map((does, index) => ({
        does,
        level: 'INFO',
        service: 'muster-test',
        function_name: 'muster-test-web',
        function_request_id: `request-${index}`,
        cold_start: index === 0,
      })),
    );
    expect(lines.find(({ message }) => message === 'invocation failed')).toMatchObject({
      level: 'ERROR',
      err: { name: 'Error' },
    });
  });
});
