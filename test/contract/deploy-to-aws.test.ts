import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { awsDoing, callerAccount, secretIn } from '../../scripts/deploy/aws.ts';

/** What AWS' protocols look like from outside, as far as deploying asks: the SDK is the real one. */
const stacks: Record<string, string> = {
  'muster-prod': `<member><StackName>muster-prod</StackName><StackStatus>UPDATE_COMPLETE</StackStatus><Outputs>
    <member><OutputKey>PublicUrl</OutputKey><OutputValue>https://d1.cloudfront.net</OutputValue></member></Outputs></member>`,
  'muster-begun': '<member><StackName>muster-begun</StackName><StackStatus>ROLLBACK_COMPLETE</StackStatus></member>',
};

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const asked: Asked[] = [];
const objects = new Map<string, string>();

const answer = ({ method, url, headers, body }: Asked): readonly [status: number, body: string] => {
  if (headers['x-amz-target'] === 'secretsmanager.DescribeSecret')
    return [200, JSON.stringify({ ARN: `arn:${JSON.parse(body).SecretId}` })];
  if (body.includes('Action=GetCallerIdentity'))
    return [
      200,
      '<GetCallerIdentityResponse><GetCallerIdentityResult><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
    ];
  if (body.includes('Action=DescribeStacks')) {
    const stack = stacks[new URLSearchParams(body).get('StackName') ?? ''];
    if (stack === undefined)
      return [
        400,
        '<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>does not exist</Message></Error></ErrorResponse>',
      ];
    return [
      200,
      `<DescribeStacksResponse><DescribeStacksResult><Stacks>${stack}</Stacks></DescribeStacksResult></DescribeStacksResponse>`,
    ];
  }
  if (url.includes('/invalidation')) return [201, '<Invalidation><Id>I1</Id></Invalidation>'];
  if (url.includes('list-type=2')) {
    const prefixes = ['1795570000000-2026-11-24T00:00:00.000Z', '1795574483643-2026-11-25T02:41:23.643Z'];
    const list = prefixes.map(
      (one) => `<CommonPrefixes><Prefix>serverless/muster/prod/${one}/</Prefix></CommonPrefixes>`,
    );
    return [200, `<ListBucketResult>${list.join('')}</ListBucketResult>`];
  }
  const key = new URL(url, 'http://x').pathname;
  if (method === 'PUT') {
    objects.set(key, body);
    return [200, ''];
  }
  const found = objects.get(key);
  return found === undefined ? [404, '<Error><Code>NoSuchKey</Code></Error>'] : [200, found];
};

let server: Server;
let root: string;
const before = { ...process.env };

beforeAll(async () => {
  server = createServer((req, res) => {
    const parts: Buffer[] = [];
    req.on('data', (part: Buffer) => parts.push(part));
    req.on('end', () => {
      const { method = '', url = '', headers } = req;
      const one: Asked = { method, url, headers, body: Buffer.concat(parts).toString('utf8') };
      asked.push(one);
      const [status, body] = answer(one);
      res.writeHead(status, { 'content-type': 'application/xml' }).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    // What is sent is then what was put, without the framing of a trailing checksum.
    AWS_REQUEST_CHECKSUM_CALCULATION: 'WHEN_REQUIRED',
  });
  root = await mkdtemp(join(tmpdir(), 'muster-deploy-'));
  await mkdir(join(root, 'dist/ui/assets'), { recursive: true });
  await writeFile(join(root, 'dist/ui/assets/index-BvT3k9aQ.js'), 'go()');
});

afterAll(async () => {
  process.env = before;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(root, { recursive: true, force: true });
});

beforeEach(() => {
  asked.length = 0;
  objects.clear();
});

describe('deploying, as AWS hears it', () => {
  const region = 'eu-central-1';
  const doing = () => awsDoing(root);

  it('says whose account it is', async () => {
    await expect(callerAccount(region)).resolves.toBe('111122223333');
  });

  it('finds a stage’s secret, by its name in whatever region', async () => {
    await expect(secretIn(region, 'prod')).resolves.toBe('arn:muster-prod/keys');
  });

  it('reads the outputs of a stack that stands', async () => {
    await expect(doing().outputsOf('muster-prod', region)).resolves.toEqual({ PublicUrl: 'https://d1.cloudfront.net' });
  });

  it.each(['muster-none', 'muster-begun'])('takes %s for none', async (name) => {
    await expect(doing().outputsOf(name, region)).resolves.toBeNull();
  });

  it('uploads assets with their type and for good', async () => {
    await expect(doing().uploadAssets('assets', region)).resolves.toBe(1);
    expect(asked[0]).toMatchObject({
      method: 'PUT',
      body: 'go()',
      headers: {
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'public, max-age=31536000, immutable',
      },
    });
    expect(asked[0]?.url).toContain('/assets/assets/index-BvT3k9aQ.js');
  });

  it('lets the distribution forget pages, and no assets', async () => {
    await doing().invalidate('E1');
    expect(asked[0]?.url).toContain('/distribution/E1/invalidation');
    expect(asked[0]?.body).toContain('<Path>/app/*</Path>');
    expect(asked[0]?.body).not.toContain('/assets');
  });

  it('finds the newest release, and remembers the last good one', async () => {
    await expect(doing().newestRelease('releases', region, 'prod')).resolves.toBe('1795574483643');
    await expect(doing().goodRelease('releases', region, 'prod')).resolves.toBeNull();
    await doing().rememberGood('releases', region, 'prod', '1795570000000');
    await expect(doing().goodRelease('releases', region, 'prod')).resolves.toBe('1795570000000');
    // Below what `serverless remove` empties: a bucket with anything else in it stays, and the stack with it.
    expect([...objects.keys()].every((key) => key.includes('/serverless/muster/prod/'))).toBe(true);
  });

  it('answers the exit code of what it runs', async () => {
    await expect(doing().run([process.execPath, '-e', 'process.exit(3)'], '.')).resolves.toBe(3);
  });
});
