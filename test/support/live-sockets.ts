import { once } from 'node:events';
import { WebSocket } from 'ws';
import { managementClient } from '../../connectors/apigateway/client.ts';
import { apiGatewayRealtime } from '../../connectors/apigateway/realtime.ts';
import { apiGatewaySockets } from '../../connectors/apigateway/sockets.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Realtime, RealtimeEvent } from '../../core/ports/realtime.ts';
import type { Stores } from '../../core/ports/stores.ts';
import { pong } from '../../lti-server/http/api-schema/live.ts';
import { makeRealtimeHandler } from '../../lti-server/lambdas/realtime.ts';
import type { PracticeOptions } from '../../scripts/practice.ts';
import { openPractice, type RunningPractice } from './practice.ts';
import { originKey, startWebSocketApi, type WebSocketApi } from './websocket-api.ts';

export interface LiveSockets {
  readonly realtime: Realtime;
  readonly api: WebSocketApi;
  /** What publishing ran into. */
  readonly troubles: readonly unknown[];
  close(): Promise<void>;
}

/** Production's live lines: the real function and adapter on a WebSocket API of this machine. */
const liveSocketsOn = (api: WebSocketApi, stores: Stores, clock: Clock): LiveSockets => {
  const client = managementClient({ endpoint: api.endpoint, region: 'eu-west-1' });
  const sockets = apiGatewaySockets(client);
  const troubles: unknown[] = [];
  api.handle(makeRealtimeHandler({ ...stores, clock, sockets, originKeys: [originKey] }));
  return {
    api,
    troubles,
    realtime: apiGatewayRealtime({
      sockets,
      viewers: stores.viewers,
      clock,
      onTrouble: (error) => troubles.push(error),
    }),
    async close() {
      client.destroy();
      await api.close();
    },
  };
};

export const openLiveSockets = async (stores: Stores, clock: Clock): Promise<LiveSockets> =>
  liveSocketsOn(await startWebSocketApi(), stores, clock);

/** The real tool and practice LMS, with production's live lines in place of streams. */
export const openLivePractice = async (
  options: Partial<PracticeOptions> = {},
): Promise<{ readonly practice: RunningPractice; readonly live: LiveSockets; close(): Promise<void> }> => {
  const api = await startWebSocketApi();
  const lives: LiveSockets[] = [];
  const practice = await openPractice({
    ...options,
    instead(embedded) {
      const live = liveSocketsOn(api, embedded, embedded.clock);
      lives.push(live);
      const connectsTo = [new URL(api.url).origin];
      return { realtime: live.realtime, live: { kind: 'socket', url: api.url }, connectsTo };
    },
  });
  const [live] = lives;
  if (live === undefined) throw new Error('not composed');
  return {
    practice,
    live,
    async close() {
      await practice.close();
      await live.close();
    },
  };
};

export interface OpenLine {
  /** Events, in the order they came. */
  readonly heard: readonly RealtimeEvent[];
  send(text: string): void;
  /** The next message, pongs among them. */
  next(): Promise<string>;
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

/** A page's end of the line. @throws Error with the status of a refused handshake */
export const openLine = async (url: string): Promise<OpenLine> => {
  const socket = new WebSocket(url);
  const heard: RealtimeEvent[] = [];
  socket.on('message', (data) => {
    const text = String(data);
    if (text !== pong) heard.push(JSON.parse(text) as RealtimeEvent);
  });
  const closed = new Promise<void>((done) => socket.once('close', () => done()));
  await new Promise<void>((opened, refused) => {
    socket.once('open', () => opened());
    socket.once('error', refused);
    socket.once('unexpected-response', (_request: unknown, response: { statusCode?: number }) =>
      refused(new Error(String(response.statusCode))),
    );
  });
  return {
    heard,
    closed,
    send: (text) => socket.send(text),
    next: async () => String((await once(socket, 'message'))[0]),
    async close() {
      socket.close();
      await closed;
    },
  };
};
