import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, type Server } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface PrivateServer {
  /** A Unix domain socket, or a named pipe on Windows. */
  readonly path: string;
  /** Connects to it, whatever host is asked for. */
  readonly agent: Agent;
  /** Must come with every request, in `keyHeader`. */
  readonly key: string;
  /** Call after the server is closed. */
  remove(): Promise<void>;
}

export const keyHeader = 'x-muster-key';

/** sun_path holds 104 bytes on macOS and 108 on Linux, the closing zero included: unix(4), unix(7). */
const longestSocketPath = 100;

class SocketAgent extends Agent {
  readonly #path: string;

  constructor(path: string) {
    super({ keepAlive: true, maxSockets: 50 });
    this.#path = path;
  }

  override createConnection() {
    return connect(this.#path);
  }
}

const makePlace = async (): Promise<{ path: string; remove(): Promise<void> }> => {
  if (process.platform === 'win32') return { path: `\\\\.\\pipe\\muster-${randomUUID()}`, remove: async () => {} };
  const name = join('muster-XXXXXX', 'socket');
  const parent = Buffer.byteLength(join(tmpdir(), name)) > longestSocketPath ? '/tmp' : tmpdir();
  // mkdtemp makes it for its owner alone (0700), and never takes one that another has put there.
  const folder = await mkdtemp(join(parent, 'muster-'));
  return { path: join(folder, 'socket'), remove: () => rm(folder, { recursive: true, force: true }) };
};

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Whoever has no key gets 403; so does every page in a browser, which cannot leave its Origin away. */
const refuseOthers = (server: Server, key: string): void => {
  const own = digest(key);
  const answers = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    const { origin, [keyHeader]: given } = request.headers;
    if (origin === undefined && typeof given === 'string' && timingSafeEqual(digest(given), own)) {
      for (const answer of answers) answer.call(server, request, response);
      return;
    }
    request.resume();
    response.writeHead(403, { connection: 'close' }).end();
  });
};

/**
 * Has a server of this process listen for this process alone: on no TCP port, which any program of the machine and any
 * web page could reach, but on a socket in a folder of its own; and only to those who bring the key.
 */
export const listenPrivately = async (server: Server): Promise<PrivateServer> => {
  const key = randomBytes(32).toString('base64url');
  refuseOthers(server, key);
  const { path, remove } = await makePlace();
  try {
    server.listen(path);
    await once(server, 'listening');
  } catch (error) {
    await remove();
    throw error;
  }
  return { path, agent: new SocketAgent(path), key, remove };
};
