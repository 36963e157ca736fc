import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { uiFolder } from '../../../scripts/build-ui.ts';
import { httpEvent, requestOf } from './events.ts';
import type { LambdaPool } from './lambda-pool.ts';

interface HttpAnswer {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly cookies?: readonly string[];
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

/** docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: 6 MB, of the event as JSON and of the answer. */
const payloadMaximum = 6 * 1024 * 1024;

/** The distribution's other origin: the bucket of hashed files. */
const serveAsset = async (name: string, res: ServerResponse): Promise<void> => {
  const type = name.endsWith('.js')
    ? 'text/javascript'
    : name.endsWith('.css')
      ? 'text/css'
      : 'application/octet-stream';
  const file = await readFile(join(uiFolder, 'assets', name)).catch(() => null);
  res.writeHead(file === null ? 404 : 200, { 'content-type': type }).end(file ?? undefined);
};

/** CloudFront and an HTTP API in front of `web`: adds the origin's key and the visitor's address, as they do. */
export const startGateway = async (pool: LambdaPool, port: number, originKey: string) => {
  const server = createServer(async (req, res) => {
    const asset = /^\/assets\/([\w.-]+)$/.exec(req.url ?? '')?.[1];
    if (asset !== undefined) return serveAsset(asset, res);
    const { headers, ...request } = requestOf(req, await buffer(req));
    const event = httpEvent({
      ...request,
      headers: { ...headers, 'x-muster-origin': originKey, 'x-forwarded-for': '192.0.2.7, 130.176.0.1' },
    });
    if (JSON.stringify(event).length > payloadMaximum)
      return void res.writeHead(413, { 'content-type': 'application/json' }).end('{"message":"Request Too Long"}');
    try {
      const answer = await pool.invoke<HttpAnswer>('web', event, 29_000);
      const body = Buffer.from(answer.body ?? '', answer.isBase64Encoded === true ? 'base64' : 'utf8');
      if (JSON.stringify(answer).length > payloadMaximum) throw new Error('the answer is too large');
      for (const [name, value] of Object.entries(answer.headers ?? {})) res.setHeader(name, value);
      if (answer.cookies !== undefined) res.setHeader('set-cookie', [...answer.cookies]);
      res.writeHead(answer.statusCode).end(body);
    } catch {
      res.writeHead(502, { 'content-type': 'application/json' }).end('{"message":"Internal Server Error"}');
    }
  });
  await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve));
  return {
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};
