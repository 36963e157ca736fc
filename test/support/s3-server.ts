import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { whyRefused } from './s3-policy.ts';

interface Version {
  readonly id: string;
  /** Null: a delete marker. */
  readonly bytes: Buffer | null;
  readonly contentType: string;
  readonly keyArn: string | null;
}

export interface StoredObject {
  readonly bucket: string;
  readonly key: string;
  readonly size: number;
  readonly version: string;
}

/** A bucket server that keeps versions and holds forms to their policy, which s3rver does neither of. */
export interface S3Server {
  readonly url: string;
  /** Told of each object that is put or posted, as S3 tells a queue. */
  onPut: (object: StoredObject) => void;
  /** What its clock says, in milliseconds. */
  now: () => number;
  /** Every stored version and marker: "bucket/key@version". */
  everything(): string[];
  /** Of the newest version. */
  keyOf(bucket: string, key: string): string | null;
  close(): Promise<void>;
}

const pageLength = 3;
const escapeXml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const tag = (name: string, value: string | number | boolean) => `<${name}>${escapeXml(String(value))}</${name}>`;

const answerXml = (res: ServerResponse, status: number, root: string, inner: string) =>
  void res.writeHead(status, { 'Content-Type': 'application/xml' }).end(`<${root}>${inner}</${root}>`);
const answerError = (res: ServerResponse, status: number, code: string) =>
  answerXml(res, status, 'Error', tag('Code', code) + tag('Message', code));

export const startS3Server = async ({ secret = 'secret', port = 0 } = {}): Promise<S3Server> => {
  /** `bucket/key` -> versions, the newest first. */
  const objects = new Map<string, Version[]>();
  let count = 0;
  const told: Pick<S3Server, 'onPut' | 'now'> = { onPut: () => {}, now: Date.now };
  const add = (bucket: string, key: string, version: Omit<Version, 'id'>): string => {
    count += 1;
    const id = `v${String(count).padStart(6, '0')}`;
    const path = `${bucket}/${key}`;
    objects.set(path, [{ ...version, id }, ...(objects.get(path) ?? [])]);
    if (version.bytes !== null) told.onPut({ bucket, key, size: version.bytes.length, version: id });
    return id;
  };
  const under = (bucket: string, prefix: string) =>
    [...objects.entries()]
      .filter(([path, versions]) => path.startsWith(`${bucket}/${prefix}`) && versions.length > 0)
      .map(([path, versions]) => [path.slice(bucket.length + 1), versions] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));

  const post = async (req: IncomingMessage, res: ServerResponse, bucket: string) => {
    const request = new Response(Uint8Array.from(await buffer(req)), {
      headers: { 'Content-Type': req.headers['content-type'] ?? '' },
    });
    const form = await request.formData();
    const fields = new Map(
      [...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : [])),
    );
    const file = form.get('file');
    const bytes = file === null || typeof file === 'string' ? Buffer.alloc(0) : Buffer.from(await file.arrayBuffer());
    const refused = whyRefused(fields, bytes.length, secret, told.now());
    if (refused !== null) return answerError(res, refused.status, refused.code);
    const keyArn = fields.get('x-amz-server-side-encryption-aws-kms-key-id') ?? null;
    add(bucket, fields.get('key') ?? '', { bytes, contentType: fields.get('Content-Type') ?? '', keyArn });
    res.writeHead(204).end();
  };

  const listVersions = (res: ServerResponse, bucket: string, query: URLSearchParams) => {
    const all = under(bucket, query.get('prefix') ?? '').flatMap(([key, versions]) =>
      versions.map((one) => ({ key, ...one })),
    );
    const marker = query.get('version-id-marker');
    const start = marker === null ? 0 : all.findIndex(({ id }) => id === marker) + 1;
    const page = all.slice(start, start + pageLength);
    const last = page.at(-1);
    const more = start + pageLength < all.length && last !== undefined;
    const entries = page.map(({ key, id, bytes }) => {
      const name = bytes === null ? 'DeleteMarker' : 'Version';
      return `<${name}>${tag('Key', key)}${tag('VersionId', id)}</${name}>`;
    });
    const next = more ? tag('NextKeyMarker', last.key) + tag('NextVersionIdMarker', last.id) : '';
    answerXml(res, 200, 'ListVersionsResult', tag('IsTruncated', more) + next + entries.join(''));
  };

  const list = (res: ServerResponse, bucket: string, query: URLSearchParams) => {
    const standing = under(bucket, query.get('prefix') ?? '').filter(([, [newest]]) => newest?.bytes !== null);
    const start = Number(query.get('continuation-token') ?? 0);
    const more = start + pageLength < standing.length;
    const entries = standing.slice(start, start + pageLength).map(([key]) => `<Contents>${tag('Key', key)}</Contents>`);
    const next = more ? tag('NextContinuationToken', start + pageLength) : '';
    answerXml(res, 200, 'ListBucketResult', tag('IsTruncated', more) + next + entries.join(''));
  };

  const remove = (bucket: string, key: string, version: string | null) => {
    const path = `${bucket}/${key}`;
    if (version === null) return void add(bucket, key, { bytes: null, contentType: '', keyArn: null });
    const left = (objects.get(path) ?? []).filter(({ id }) => id !== version);
    if (left.length > 0) objects.set(path, left);
    else objects.delete(path);
  };

  const handle = async (req: IncomingMessage, res: ServerResponse) => {
    const url = new URL(req.url ?? '/', 'http://s3');
    const [, bucket = '', ...rest] = url.pathname.split('/').map(decodeURIComponent);
    const key = rest.join('/');
    // What the bucket's CORS rules say in production, for a browser's own upload.
    res.setHeader('Access-Control-Allow-Origin', req.headers.origin ?? '*');
    if (req.method === 'OPTIONS') return void res.writeHead(200, { 'Access-Control-Allow-Methods': 'POST' }).end();
    if (req.method === 'POST') return post(req, res, bucket);
    if (key === '' && url.searchParams.has('versions')) return listVersions(res, bucket, url.searchParams);
    if (key === '') return list(res, bucket, url.searchParams);
    if (req.method === 'PUT') {
      const keyArn = req.headers['x-amz-server-side-encryption-aws-kms-key-id'] ?? null;
      const contentType = req.headers['content-type'] ?? '';
      add(bucket, key, { bytes: await buffer(req), contentType, keyArn: keyArn === null ? null : String(keyArn) });
      return void res.writeHead(200, { ETag: '"1"' }).end();
    }
    if (req.method === 'DELETE') {
      remove(bucket, key, url.searchParams.get('versionId'));
      return void res.writeHead(204).end();
    }
    const newest = objects.get(`${bucket}/${key}`)?.[0];
    if (newest === undefined || newest.bytes === null) return answerError(res, 404, 'NoSuchKey');
    res.writeHead(200, { 'Content-Type': newest.contentType, 'Content-Length': newest.bytes.length });
    res.end(req.method === 'HEAD' ? undefined : newest.bytes);
  };
  const server = createServer((req, res) => void handle(req, res).catch(() => answerError(res, 500, 'InternalError')));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return Object.assign(told, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    everything: () => [...objects].flatMap(([path, versions]) => versions.map(({ id }) => `${path}@${id}`)),
    keyOf: (bucket: string, key: string) => objects.get(`${bucket}/${key}`)?.[0]?.keyArn ?? null,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  });
};
