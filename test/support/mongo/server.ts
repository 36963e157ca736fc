import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { answerTo, emptyDatabases } from './commands.ts';
import { sweep } from './documents.ts';
import { readRequest, writeReply } from './wire.ts';

/**
 * As much of a MongoDB server as a store needs, for tests: the real driver talks TCP to it. One process, plain memory,
 * no transactions; whoever signs in is refused, and a command or an operator that it does not know as well, as a
 * server would.
 */
export interface MongoDouble {
  uri(database: string): string;
  /** Runs the TTL monitor as if it were this late. */
  sweep(now: Date): void;
  /** Goes away: open connections break, new ones are refused. */
  stop(): Promise<void>;
  /** Comes back on the same port with what it held. */
  resume(): Promise<void>;
}

const serve = (answer: (socket: Socket, arrived: Buffer) => Buffer, sockets: Set<Socket>): Server =>
  createServer((socket) => {
    let arrived: Buffer = Buffer.alloc(0);
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      arrived = answer(socket, Buffer.concat([arrived, chunk]));
    });
  });

export const startMongoDouble = async (): Promise<MongoDouble> => {
  const databases = emptyDatabases();
  const sockets = new Set<Socket>();
  const answer = (socket: Socket, arrived: Buffer): Buffer => {
    let rest = arrived;
    for (let read = readRequest(rest); read !== null; read = readRequest(rest)) {
      const reply = writeReply(read.request, answerTo(databases, read.request.command));
      if (read.request.wantsReply) socket.write(reply);
      rest = read.rest;
    }
    return rest;
  };
  let server: Server;
  const listen = (port: number) =>
    new Promise<number>((resolve, reject) => {
      server = serve(answer, sockets);
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
    });
  const port = await listen(0);
  return {
    uri: (database) => `mongodb://127.0.0.1:${port}/${database}`,
    sweep(now) {
      for (const collection of databases.collections.values()) sweep(collection, now);
    },
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    async resume() {
      await listen(port);
    },
  };
};
