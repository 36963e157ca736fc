import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import S3rver from 's3rver';
import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { fileReports } from '../../connectors/files/report-files.ts';
import { memoryTable } from '../../connectors/memory/memory-table.ts';
import { s3Client } from '../../connectors/s3/client.ts';
import { s3Reports } from '../../connectors/s3/report-files.ts';
import type { ReportFiles } from '../../core/ports/report-files.ts';
import { reportFileRoutes } from '../../lti-server/http/routes/reports.ts';
import { startS3Server } from '../support/s3-server.ts';
import { instant } from '../support/stored-things.ts';

const bucket = 'muster-reports-test';
const credentials = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };
const clientAt = (endpoint: string) =>
  s3Client({ endpoint, region: 'eu-west-1', credentials, forcePathStyle: true, maxAttempts: 1 });

interface Open {
  readonly files: ReportFiles;
  /** Before what a link is when it begins with a slash. */
  readonly origin: string;
  close(): Promise<void>;
}

/** Files of one machine, with the tool's own route in front. */
const inFolder = async (): Promise<Open> => {
  const folder = await mkdtemp(join(tmpdir(), 'muster-reports-'));
  const files = fileReports({
    folder,
    links: storesOn(memoryTable()).reportLinks,
    clock: { now: () => instant(0) },
    linkTo: (token) => `/report-files/${token}`,
  });
  const app = express().use(reportFileRoutes({ reportDownloads: files }));
  app.use(((_error, _req, res, _next) => void res.status(404).end()) satisfies express.ErrorRequestHandler);
  const server = createServer(app);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    files,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await rm(folder, { recursive: true });
    },
  };
};

const inBucket = async (): Promise<Open> => {
  const directory = await mkdtemp(join(tmpdir(), 'muster-s3rver-'));
  const configureBuckets = [{ name: bucket, configs: [] }];
  const server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory, configureBuckets });
  const { port } = await server.run();
  const client = clientAt(`http://127.0.0.1:${port}`);
  return {
    files: s3Reports(client, bucket),
    origin: '',
    async close() {
      client.destroy();
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
};

const csvType = 'text/csv; charset=utf-8';
const key = 'reports/c_1/m_1.csv';
const fileName = 'Zoë’s "course" 2026.csv';

describe.each([
  ['files', inFolder],
  ['S3', inBucket],
] as const)('finished reports in %s', (_, open) => {
  let opened: Open;
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(() => opened.close());
  const fetchBy = async (of = key) => {
    const link = await opened.files.link(of, fileName, 5);
    return link === null ? null : fetch(new URL(link, opened.origin === '' ? undefined : opened.origin));
  };
  const textOf = async (of = key) => {
    const answer = await fetchBy(of);
    return answer === null ? null : new TextDecoder('utf-8', { ignoreBOM: true }).decode(await answer.arrayBuffer());
  };

  it('can be fetched as they were put, as a file with its name', async () => {
    await opened.files.put(key, ['\uFEFFName\r\n', 'Zoë\r\n'], csvType);
    const answer = await fetchBy();
    expect(answer?.status).toBe(200);
    expect(answer?.headers.get('content-type')).toBe(csvType);
    const disposition = answer?.headers.get('content-disposition') ?? '';
    expect(disposition).toMatch(/^attachment;/);
    expect(decodeURIComponent(/filename\*=UTF-8''([^;]+)/.exec(disposition)?.[1] ?? '')).toBe(fileName);
    expect(await textOf()).toBe('\uFEFFName\r\nZoë\r\n');
  });

  it('may be empty, and long: more than what is held at a time', async () => {
    await opened.files.put(key, [], csvType);
    expect(await textOf()).toBe('');
    const line = `${'é'.repeat(500)}\r\n`;
    const lines = (function* () {
      for (let n = 0; n < 17_000; n += 1) yield line;
    })();
    await opened.files.put(key, lines, csvType);
    const text = (await textOf()) ?? '';
    expect(text.length).toBe(line.length * 17_000);
    expect(text.endsWith(line)).toBe(true);
  });

  it('are put whole or not at all', async () => {
    await opened.files.put(key, ['before'], csvType);
    const broken = (async function* () {
      yield 'x'.repeat(9_000_000);
      yield 'x'.repeat(9_000_000);
      throw new Error('the table is away');
    })();
    await expect(opened.files.put(key, broken, csvType)).rejects.toThrow('the table is away');
    expect(await textOf()).toBe('before');
  });

  it('are replaced, kept apart, and erased, once and again', async () => {
    await opened.files.put(key, ['one'], csvType);
    await opened.files.put(key, ['two'], csvType);
    await opened.files.put(`${key}.csv`, ['other'], csvType);
    expect(await textOf()).toBe('two');
    await opened.files.erase(key);
    await opened.files.erase(key);
    expect(await textOf()).toBeNull();
    expect(await textOf(`${key}.csv`)).toBe('other');
  });

  it('have no link before they are there', async () => {
    expect(await opened.files.link(key, fileName, 5)).toBeNull();
  });

  it.each(['../a', '/etc/passwd', 'a//b', ''])('refuse the key %j', async (bad) => {
    const refused = { code: 'REQUEST_INVALID' };
    await expect(opened.files.put(bad, ['x'], csvType)).rejects.toMatchObject(refused);
    await expect(opened.files.link(bad, fileName, 5)).rejects.toMatchObject(refused);
    await expect((async () => opened.files.erase(bad))()).rejects.toMatchObject(refused);
  });
});

describe('links to reports in files', () => {
  it('serve once, and not after their time; what stands in the table opens nothing', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'muster-reports-'));
    const table = memoryTable();
    let seconds = 0;
    const clock = { now: () => instant(seconds) };
    const files = fileReports({ folder, links: storesOn(table).reportLinks, clock, linkTo: (token) => token });
    await files.put(key, ['x'], csvType);
    const [once, late] = [await files.link(key, fileName, 5), await files.link(key, fileName, 5)];
    expect(once).toMatch(/^[A-Za-z0-9_-]{43}$/);
    const taken = await Promise.all([files.take(once ?? ''), files.take(once ?? '')]);
    expect(taken.filter((file) => file !== null)).toHaveLength(1);
    for (const file of taken) for await (const _ of file?.content ?? []);
    seconds = 300;
    expect(await files.take(late ?? '')).toBeNull();
    expect((await readdir(join(folder, 'reports', 'c_1'))).length).toBe(1);
    await rm(folder, { recursive: true });
  });
});

describe('reports in S3', () => {
  it('are erased in every version that the bucket keeps, and no other’s', async () => {
    const server = await startS3Server();
    const client = clientAt(server.url);
    const files = s3Reports(client, bucket);
    for (const text of ['one', 'two', 'three', 'four']) await files.put(key, [text], csvType);
    await files.put(`${key}.csv`, ['other'], csvType);
    await files.erase(key);
    expect(server.everything().map((path) => path.split('@')[0])).toEqual([`${bucket}/${key}.csv`]);
    client.destroy();
    await server.close();
  });

  it('have links that name one object, one file name and their end, and are signed', async () => {
    const server = await startS3Server();
    const client = clientAt(server.url);
    const files = s3Reports(client, bucket);
    await files.put(key, ['x'], csvType);
    const { pathname, searchParams } = new URL((await files.link(key, fileName, 5)) ?? '');
    expect(pathname).toBe(`/${bucket}/${key}`);
    expect(searchParams.get('X-Amz-Expires')).toBe('300');
    expect(searchParams.get('X-Amz-Signature')).toMatch(/^[0-9a-f]{64}$/);
    expect(searchParams.get('response-content-disposition')).toMatch(/^attachment; filename="Zo__s _course_ 2026.csv"/);
    client.destroy();
    await server.close();
  });

  it('say in our words what S3 would not do', async () => {
    const client = clientAt('http://127.0.0.1:9');
    const files = s3Reports(client, bucket);
    await expect(files.put(key, ['x'], csvType)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(files.link(key, fileName, 5)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    client.destroy();
  });
});
