import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type WebSocket, WebSocketServer } from 'ws';
import { connectEvent, disconnectEvent, messageEvent } from './aws/api-events.ts';

/** What the distribution in front of it adds. */
export const originKey = 'o'.repeat(40);

/** What API Gateway does with an event of a WebSocket API, and what it makes of the answer. */
export type SocketHandler = (event: unknown) => Promise<{ readonly statusCode: number }>;

export interface WebSocketApi {
  /** For browsers: ws:… */
  readonly url: string;
  /** Of the @connections API. */
  readonly endpoint: string;
  /** The function behind the routes; set after it was composed, since it is given the endpoint. */
  handle(handler: SocketHandler): void;
  connections(): string[];
  /** What the @connections API was asked: "POST id". */
  readonly asked: string[];
  /** The most calls of that API that were open at once. */
  busiest(): number;
  /** It answers nothing until what this gives back is called. */
  hold(): () => void;
  /** Answers the next call of the @connections API so. */
  failNext(status: number, type: string, times?: number): void;
  /** Breaks a line without telling the function, as a network does. */
  lose(connection: string): void;
  close(): Promise<void>;
}

const refuse = (response: ServerResponse, status: number, type: string) =>
  response
    .writeHead(status, { 'x-amzn-ErrorType': type, 'Content-Type': 'application/json' })
    .end(JSON.stringify({ message: type }));

/**
 * An API Gateway WebSocket API on this machine: $connect decides over the handshake, a connection is gone (410) before that
 * has ended and after it was closed, messages go to $default, and $disconnect comes last. Real WebSockets (RFC 6455).
 */
export const startWebSocketApi = async (): Promise<WebSocketApi> => {
  const open = new Map<string, WebSocket>();
  const asked: string[] = [];
  let [underWay, busiest] = [0, 0];
  let held: Promise<void> = Promise.resolve();
  const planned: { status: number; type: string }[] = [];
  let handler: SocketHandler | null = null;

  const tell = async (event: object): Promise<number> => {
    if (handler === null) throw new Error('no function behind the routes');
    return (await handler(event).catch(() => ({ statusCode: 502 }))).statusCode;
  };

  const connections = async (request: IncomingMessage, response: ServerResponse) => {
    const said = await text(request);
    await held;
    const id = decodeURIComponent(/^\/test\/@connections\/([^/?]+)/.exec(request.url ?? '')?.[1] ?? '');
    asked.push(`${request.method} ${id}`);
    const fault = planned.shift();
    if (fault !== undefined) return refuse(response, fault.status, fault.type);
    if (request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 ') !== true)
      return refuse(response, 403, 'ForbiddenException');
    const socket = open.get(id);
    if (socket === undefined) return refuse(response, 410, 'GoneException');
    if (request.method === 'DELETE') {
      socket.close();
      return response.writeHead(204).end();
    }
    socket.send(said);
    return response.writeHead(200).end();
  };

  const server = createServer((request, response) => {
    underWay += 1;
    busiest = Math.max(busiest, underWay);
    response.once('close', () => {
      underWay -= 1;
    });
    void connections(request, response);
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, wire, head) => {
    const id = `${randomBytes(11).toString('base64')}=`.slice(0, 16);
    const query = Object.fromEntries(new URL(request.url ?? '', 'http://x').searchParams);
    const headers = { ...(request.headers as Readonly<Record<string, string>>), 'x-muster-origin': originKey };
    void (async () => {
      const status = await tell(connectEvent(id, query, headers));
      if (status >= 300) return void wire.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\n\r\n`);
      sockets.handleUpgrade(request, wire, head, (socket) => {
        open.set(id, socket);
        socket.on('message', (data) => void tell(messageEvent(id, String(data))));
        socket.on('close', () => {
          if (open.delete(id)) void tell(disconnectEvent(id));
        });
      });
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `ws://127.0.0.1:${port}/test`,
    endpoint: `http://127.0.0.1:${port}/test`,
    asked,
    busiest: () => busiest,
    hold() {
      let release = () => {};
      held = new Promise((over) => {
        release = over;
      });
      return release;
    },
    connections: () => [...open.keys()],
    handle(given) {
      handler = given;
    },
    failNext(status, type, times = 1) {
      for (let n = 0; n < times; n += 1) planned.push({ status, type });
    },
    lose(connection) {
      const socket = open.get(connection);
      open.delete(connection);
      socket?.terminate();
    },
    async close() {
      for (const socket of open.values()) socket.terminate();
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
};
