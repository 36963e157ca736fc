import { Router } from 'express';
import { MusterError } from '../../../core/errors.ts';
import type { SessionId } from '../../../core/ids.ts';
import { getSession } from '../../../core/use-cases/find-session.ts';
import type { App } from '../../app.ts';
import { isOpen } from '../authenticate.ts';
import { courseOf, idParam, route } from '../route.ts';

const heartbeatMs = 15_000;
/** Several tabs of one launch, and no more. */
const streamsASession = 6;

/**
 * Live progress as server-sent events (WHATWG HTML, section 9.2), read by fetch because the bearer goes in a header. A
 * comment now and then keeps proxies from closing the line.
 */
export const eventRoutes = (app: App): Router => {
  const router = Router();
  const open = new Map<string, number>();
  router.get(
    '/sessions/:session/events',
    route('take-attendance', async ({ caller, req, res }) => {
      const session = await getSession(app.sessions, courseOf(caller), idParam<SessionId>(req, 'session'));
      const { tokenHash, registration } = caller.session;
      const standing = open.get(tokenHash) ?? 0;
      if (standing >= streamsASession) throw new MusterError('TOO_MANY_REQUESTS');
      const listener = (event: object) => res.write(`data: ${JSON.stringify(event)}\n\n`);
      // Before the stream begins: where nobody can listen, that is the answer.
      const stops = [app.realtime.subscribe(session.id, listener), app.realtime.subscribe(session.course, listener)];
      open.set(tokenHash, standing + 1);
      res.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
      res.flushHeaders();
      res.write(': listening\n\n');
      /** The stream ends with the login that it was opened by. */
      const beat = async () => {
        const found = await app.appSessions.authenticate(tokenHash, registration, app.clock.now());
        if (found !== null && isOpen(found)) res.write(': still here\n\n');
        else res.end();
      };
      const heartbeat = setInterval(() => void beat().catch(() => res.end()), heartbeatMs);
      res.on('close', () => {
        clearInterval(heartbeat);
        const left = (open.get(tokenHash) ?? 1) - 1;
        if (left === 0) open.delete(tokenHash);
        else open.set(tokenHash, left);
        for (const stop of stops) stop();
      });
    }),
  );
  return router;
};
