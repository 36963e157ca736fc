import { z } from 'zod';

/**
 * POST /api/sessions/:id/live: where a page listens. A stream is asked for with the bearer (server-sent events, read by
 * fetch); a socket's URL holds a ticket that opens it once, within seconds. Both tell lines of `sessionEvent`.
 */
export const liveLine = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('stream'), url: z.string() }),
  z.object({ kind: z.literal('socket'), url: z.string() }),
]);
export type LiveLine = z.infer<typeof liveLine>;

/** What a page sends on a socket so that it stays open, and what it is answered. */
export const ping = 'ping';
export const pong = 'pong';
