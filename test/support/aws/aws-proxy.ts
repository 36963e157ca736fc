import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface AwsCall {
  readonly service: string;
  /** "PutItem", "SendMessage"; of S3 the method. */
  readonly operation: string;
  /** The function that calls; "" for the test itself. */
  readonly by: string;
  readonly isWrite: boolean;
}

export type Fate =
  | 'pass'
  /** Not done, and answered with a server fault. */
  | 'fail'
  /** Done, and its answer is lost. */
  | 'lose'
  /** Done; the caller never hears. */
  | 'silence';

export interface AwsProxy {
  urlOf(service: string): string;
  /** Decides what becomes of each call. Asked after a write was done when it says so by `then`. */
  decide: (call: AwsCall) => Fate;
  /** After each call was done, before its caller hears of it. */
  done: (call: AwsCall) => void;
  /** Reads of an index, and others that need not be consistent, show what stood at the time of the read before. */
  stale: boolean;
  readonly calls: AwsCall[];
  /** Reads that were answered from the past. */
  staleAnswers: number;
  calm(): void;
  close(): Promise<void>;
}

const writes = new Set([
  'PutItem',
  'DeleteItem',
  'BatchWriteItem',
  'UpdateItem',
  'SendMessage',
  'PUT',
  'POST',
  'DELETE',
  'IndexFaces',
  'CreateUser',
  'CreateCollection',
  'DeleteCollection',
  'AssociateFaces',
  'DisassociateFaces',
  'DeleteFaces',
  'DeleteUser',
]);

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

const forward = (target: string, req: IncomingMessage, body: Buffer): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(target);
    const { method, url, headers } = req;
    const length = body.length === 0 ? {} : { 'content-length': body.length };
    const out = request({ hostname, port, method, path: url, headers: { ...headers, ...length } }, (answer) => {
      buffer(answer).then(
        (read) => resolve({ status: answer.statusCode ?? 500, headers: answer.headers, body: read }),
        reject,
      );
    });
    out.once('error', reject);
    out.end(body);
  });

/** What DynamoDB does not promise to be up to date; null for a read that is consistent, and for a write. */
const staleKey = (operation: string, body: Buffer): string | null => {
  if (operation !== 'Query' && operation !== 'GetItem' && operation !== 'BatchGetItem') return null;
  const asked = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
  const { ExpressionAttributeValues: values = {} } = asked as { ExpressionAttributeValues?: Record<string, unknown> };
  if (asked.IndexName !== undefined) return JSON.stringify([asked.IndexName, values[':queue']]);
  const consistent = /"ConsistentRead":true/.test(body.toString('utf8'));
  return consistent ? null : body.toString('utf8');
};

const fault = (res: ServerResponse, service: string) => {
  const xml = service === 's3';
  res.writeHead(500, { 'Content-Type': xml ? 'application/xml' : 'application/x-amz-json-1.0' });
  res.end(xml ? '<Error><Code>InternalError</Code></Error>' : '{"__type":"InternalServerError","message":"planned"}');
};

/** Stands before the servers that speak AWS' protocols: counts, refuses, loses, and serves what is stale. */
export const startAwsProxy = async (
  targets: Readonly<Record<string, string>>,
  /** What bodies call a server by its address here, and by which it knows itself. */
  ownNames: Readonly<Record<string, string>> = {},
): Promise<AwsProxy> => {
  const seen = new Map<string, Answer>();
  const servers = new Map<string, Server>();
  const proxy: AwsProxy = {
    urlOf: (service) => `http://127.0.0.1:${(servers.get(service)?.address() as AddressInfo | undefined)?.port ?? 0}`,
    decide: () => 'pass',
    done: () => {},
    stale: false,
    staleAnswers: 0,
    calls: [],
    calm() {
      proxy.decide = () => 'pass';
      proxy.done = () => {};
    },
    async close() {
      for (const server of servers.values()) {
        server.closeAllConnections();
        await new Promise<void>((resolve) => server.close(() => resolve()));
      }
    },
  };
  const serve = async (service: string, target: string, req: IncomingMessage, res: ServerResponse) => {
    const sent = await buffer(req);
    const ownName = ownNames[service];
    const body =
      ownName === undefined ? sent : Buffer.from(sent.toString('utf8').replaceAll(proxy.urlOf(service), ownName));
    const operation = String(req.headers['x-amz-target'] ?? '').split('.')[1] ?? req.method ?? '';
    const by = /\bapp\/([a-z]+(?:-[a-z]+)*)/.exec(String(req.headers['user-agent']))?.[1] ?? '';
    const call: AwsCall = { service, operation, by, isWrite: writes.has(operation) };
    proxy.calls.push(call);
    const fate = proxy.decide(call);
    if (fate === 'fail') return fault(res, service);
    const answer = await forward(target, req, body);
    proxy.done(call);
    if (fate === 'silence') return;
    if (fate === 'lose') return fault(res, service);
    const key = proxy.stale && service === 'dynamodb' ? staleKey(operation, body) : null;
    const before = key === null ? undefined : seen.get(key);
    if (key !== null) seen.set(key, answer);
    if (before !== undefined && !before.body.equals(answer.body)) proxy.staleAnswers += 1;
    const { status, headers, body: told } = before ?? answer;
    res.writeHead(status, headers).end(told);
  };
  for (const [service, target] of Object.entries(targets)) {
    const server = createServer((req, res) => {
      serve(service, target, req, res).catch(() => fault(res, service));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    servers.set(service, server);
  }
  return proxy;
};
