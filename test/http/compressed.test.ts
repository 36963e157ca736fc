import { type IncomingHttpHeaders, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { Board } from '../../lti-server/http/api-schema/board.ts';
import type { SessionSummary } from '../../lti-server/http/api-schema/course.ts';
import { type Client, clientFor, openPractice, type RunningPractice } from '../support/practice.ts';
import { photograph, takePhotographs } from '../support/take-photographs.ts';

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

describe('answers on their way', () => {
  let practice: RunningPractice;
  let teacher: Client;
  let session: string;
  beforeAll(async () => {
    practice = await openPractice();
    teacher = await clientFor(practice, 'teacher-1');
    await teacher.call('GET', '/course');
    session = (await teacher.call<SessionSummary>('POST', '/sessions', {})).id;
  });
  afterAll(() => practice?.close());

  /** As they come: `fetch` would decompress them. */
  const ask = (path: string, headers: Readonly<Record<string, string>>, method = 'GET') =>
    new Promise<Answer>((resolve, reject) => {
      const asked = request(new URL(path, practice.toolUrl), { method, headers }, (answer) => {
        const { statusCode: status, headers: told } = answer;
        buffer(answer).then((body) => resolve({ status, headers: told, body }), reject);
      });
      asked.once('error', reject).end();
    });
  const asTeacher = (encodings: string) => ({
    'Accept-Encoding': encodings,
    Authorization: `Bearer ${teacher.bearer}`,
  });
  const board = () => `/api/sessions/${session}`;
  const scriptOfPages = async () => {
    const page = String((await ask('/app', {})).body);
    return /src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1] ?? '';
  };

  it.each([
    ['gzip', 'gzip', gunzipSync],
    ['gzip, deflate, br', 'br', brotliDecompressSync],
  ] as const)('are compressed for who takes %s: a board by %s', async (taken, encoding, decompress) => {
    const { headers, body } = await ask(board(), asTeacher(taken));
    expect(headers['content-encoding']).toBe(encoding);
    expect(headers.vary).toBe('Accept-Encoding');
    const text = decompress(body);
    expect((JSON.parse(String(text)) as Board).members.length).toBeGreaterThan(20);
    expect(body.length).toBeLessThan(text.length / 3);
  });

  it('are as they are for who takes none, and say that others get them otherwise', async () => {
    const { headers, body } = await ask(board(), asTeacher('identity'));
    expect(headers).not.toHaveProperty('content-encoding');
    expect(headers.vary).toBe('Accept-Encoding');
    expect((JSON.parse(String(body)) as Board).session.id).toBe(session);
  });

  it('are compressed when they are scripts, which are the same under one ETag', async () => {
    const path = await scriptOfPages();
    const { headers, body } = await ask(path, { 'Accept-Encoding': 'gzip' });
    expect(headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
    const plain = await ask(path, {});
    expect(gunzipSync(body)).toEqual(plain.body);
    // Weak, as it must be of what differs in its bytes: RFC 9110, 8.8.1.
    expect(headers.etag).toMatch(/^W\//);
    expect(plain.headers.etag).toBe(headers.etag);
    const known = await ask(path, { 'Accept-Encoding': 'gzip', 'If-None-Match': headers.etag ?? '' });
    expect([known.status, known.body.length, known.headers.vary]).toEqual([304, 0, 'Accept-Encoding']);
  });

  it('have no body for HEAD', async () => {
    const { status, headers, body } = await ask(board(), asTeacher('gzip'), 'HEAD');
    expect([status, headers.vary, body.length]).toEqual([200, 'Accept-Encoding', 0]);
  });

  it('are not compressed when they are short, or pictures', async () => {
    const short = await ask('/api/me', asTeacher('gzip'));
    expect(short.body.length).toBeLessThan(1024);
    expect(short.headers).not.toHaveProperty('content-encoding');
    const { captures } = await takePhotographs(practice, teacher, session, [
      await photograph(practice, 'biology-front'),
    ]);
    const picture = await ask(`${board()}/captures/${captures[0]?.id}/picture`, asTeacher('gzip'));
    expect(picture.headers['content-type']).toBe('image/jpeg');
    expect(picture.headers).not.toHaveProperty('content-encoding');
  });

  it('are not held back when they are a stream of events', async () => {
    const abort = new AbortController();
    const { headers, body } = await fetch(`${practice.toolUrl}${board()}/events`, {
      headers: asTeacher('gzip'),
      signal: abort.signal,
    });
    expect(headers.get('content-encoding')).toBeNull();
    // It would come with the end of the stream only.
    const first = await body?.getReader().read();
    expect(new TextDecoder().decode(first?.value)).toBe(': listening\n\n');
    abort.abort();
  });

  it('are not compressed where a secret stands beside what a stranger chose: logins and launches', async () => {
    const begun = await fetch(`${practice.lmsUrl}/begin/teacher-1/biology-101`, { method: 'POST' });
    const { login } = (await begun.json()) as { login: string };
    const page = await ask(login, { 'Accept-Encoding': 'gzip' });
    expect(page.status).toBe(200);
    expect(page.body.length).toBeGreaterThan(1024);
    const launch = await ask('/lti/launch', { 'Accept-Encoding': 'gzip', Accept: 'text/html' }, 'POST');
    expect(launch.headers['content-type']).toContain('text/html');
    for (const { headers } of [page, launch]) {
      expect(headers).not.toHaveProperty('content-encoding');
      expect(headers).not.toHaveProperty('vary');
    }
  });
});
