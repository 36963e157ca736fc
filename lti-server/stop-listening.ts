import type { Server } from 'node:http';

/** Longer than any answer but an event stream, whose reader comes back by itself. */
const graceMs = 2_000;

/** Takes no more requests, and lets those under way have their answers. */
export const stopListening = async (server: Server): Promise<void> => {
  const closed = new Promise<void>((done) => server.close(() => done()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(timer);
};
