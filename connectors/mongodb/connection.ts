import mongoose, { type Connection } from 'mongoose';
import { mapped } from './mapped.ts';

/** A launch waits for the store: a server that is away must refuse it in seconds, not in the driver's half minute. */
const patienceMs = 2_000;
const answerMs = 5_000;

/**
 * One connection of our own, apart from mongoose's global one. It finds a server that comes back by itself.
 * @throws MusterError UNAVAILABLE when no server answers, DENIED when it refuses name or password
 */
export const connectMongo = async (uri: string): Promise<Connection> => {
  const connection = mongoose.createConnection();
  // Without a listener a lost server would end the process; what it means to a caller is the call's own error.
  connection.on('error', () => {});
  try {
    await mapped('connect', () =>
      connection.openUri(uri, {
        appName: 'muster',
        bufferCommands: false,
        autoIndex: false,
        serverSelectionTimeoutMS: patienceMs,
        connectTimeoutMS: patienceMs,
        socketTimeoutMS: answerMs,
        waitQueueTimeoutMS: answerMs,
        // A nonce that one member alone has seen could be taken again after a fail-over.
        writeConcern: { w: 'majority' },
        readPreference: 'primary',
      }),
    );
    return connection;
  } catch (error) {
    await connection.close(true).catch(() => {});
    throw error;
  }
};
