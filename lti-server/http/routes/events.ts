import { Router } from 'express';
import type { SessionId } from '../../../core/ids.ts';
import { getSession } from '../../../core/use-cases/find-session.ts';
import type { App } from '../../app.ts';
import { courseOf, idParam, route } from '../route.ts';

const heartbeatMs = 15_000;

/**
 * Live progress as server-sent events (WHATWG HTML, section 9.2), read by fetch because the bearer goes in a header. A
 * comment now and then keeps proxies from closing the line.
 */
export const eventRoutes = (app: App): Router => {
  const router = Router();
  router.get(
    '/sessions/:session/events',
    route('take-attendance', async ({ caller, req, res }) => {
      const session = await getSession(app.sessions, courseOf(caller), idParam<SessionId>(req, 'session'));
      res.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
      res.flushHeaders();
      res.write(': listening\n\n');
      const listener = (event: object) => res.write(`data: ${JSON.stringify(event)}\n\n`);
      const stops = [app.realtime.subscribe(session.id, listener), app.realtime.subscribe(session.course, listener)];
      const heartbeat = setInterval(() => res.write(': still here\n\n'), heartbeatMs);
      req.on('close', () => {
        clearInterval(heartbeat);
        for (const stop of stops) stop();
      });
    }),
  );
  return router;
};
