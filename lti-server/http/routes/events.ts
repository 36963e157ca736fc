import { Router } from 'express';
import { MusterError } from '../../../core/errors.ts';
import type { SessionId } from '../../../core/ids.ts';
import { appSessionStands } from '../../../core/lti/app-session.ts';
import { viewersOfAppSession } from '../../../core/ports/viewer-store.ts';
import { getSession } from '../../../core/use-cases/find-session.ts';
import { issueLiveTicket } from '../../../core/use-cases/watch-session.ts';
import type { App } from '../../app.ts';
import { digest, randomSecret } from '../../lti/secrets.ts';
import type { LiveLine } from '../api-schema/live.ts';
import { courseOf, idParam, route } from '../route.ts';

const heartbeatMs = 15_000;

/** How a page follows a session from here: where it listens, and with what leave. */
export const liveRoutes = (app: App): Router => {
  const router = Router();
  router.post(
    '/sessions/:session/live',
    route('take-attendance', async ({ caller, req }): Promise<LiveLine> => {
      const session = idParam<SessionId>(req, 'session');
      if (app.live.kind === 'stream') {
        const { id } = await getSession(app.sessions, courseOf(caller), session);
        return { kind: 'stream', url: `/api/sessions/${id}/events` };
      }
      const ticket = randomSecret();
      await issueLiveTicket(app, caller.session, session, digest(ticket));
      // A browser's WebSocket sends no header of ours: the ticket must stand in the URL, so it is good once, for seconds.
      return { kind: 'socket', url: `${app.live.url}?ticket=${ticket}` };
    }),
  );
  return router;
};

/**
 * Live progress as server-sent events (WHATWG HTML, section 9.2), read by fetch because the bearer goes in a header. A
 * comment now and then keeps proxies from closing the line.
 */
export const eventRoutes = (app: App): Router => {
  const router = Router();
  if (app.live.kind !== 'stream') return router;
  const { listening } = app.live;
  const open = new Map<string, number>();
  router.get(
    '/sessions/:session/events',
    route('take-attendance', async ({ caller, req, res }) => {
      const session = await getSession(app.sessions, courseOf(caller), idParam<SessionId>(req, 'session'));
      const { tokenHash, registration } = caller.session;
      const standing = open.get(tokenHash) ?? 0;
      if (standing >= viewersOfAppSession) throw new MusterError('TOO_MANY_REQUESTS');
      open.set(tokenHash, standing + 1);
      res.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
      res.flushHeaders();
      res.write(': listening\n\n');
      const listener = (event: object) => res.write(`data: ${JSON.stringify(event)}\n\n`);
      const stops = [listening.subscribe(session.id, listener), listening.subscribe(session.course, listener)];
      /** The stream ends with the login that it was opened by. */
      const beat = async () => {
        const found = await app.appSessions.authenticate(tokenHash, registration, app.clock.now());
        if (found !== null && appSessionStands(found.session, found.registration)) res.write(': still here\n\n');
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
