import { MusterError } from '../errors.ts';
import type { SessionId } from '../ids.ts';
import { hour, later, minute, second } from '../later.ts';
import { type AppSession, appSessionStands } from '../lti/app-session.ts';
import type { Services } from '../ports/services.ts';
import type { Viewer } from '../ports/viewer-store.ts';
import { getSession } from './find-session.ts';

const ticketSeconds = 30;
/** No line lives longer: docs.aws.amazon.com/apigateway, quotas of WebSocket APIs. */
const lineHours = 2;
/** Twice as long as a page is silent. Nobody is asked whose login stands whenever something is told, so this is how long it may be wrong. */
const silenceMinutes = 2;

const first = (...instants: readonly [string, ...string[]]): string => instants.reduce((a, b) => (a < b ? a : b));

/**
 * Leave for this app session to follow one session of its course over a line of its own. `digest` is of the secret that
 * the page is given: a URL holds it, so it lives for seconds and opens one line. @throws MusterError NOT_FOUND
 */
export const issueLiveTicket = async (
  deps: Pick<Services, 'sessions' | 'liveTickets' | 'clock'>,
  { registration, tokenHash, course }: Pick<AppSession, 'registration' | 'tokenHash' | 'course'>,
  id: SessionId,
  digest: string,
): Promise<void> => {
  if (course === null) throw new MusterError('CONTEXT_NOT_YOURS');
  const session = await getSession(deps.sessions, course, id);
  const expiresAt = later(deps.clock.now(), ticketSeconds * second);
  await deps.liveTickets.put({ digest, registration, tokenHash, course, session: session.id, expiresAt });
};

type Deps = Pick<Services, 'liveTickets' | 'appSessions' | 'viewers' | 'clock'>;

/**
 * Takes the ticket and lets this connection listen, if the app session that asked for it still stands.
 * @throws MusterError SESSION_EXPIRED, TOO_MANY_REQUESTS
 */
export const admitViewer = async (deps: Deps, digest: string, connection: string): Promise<void> => {
  const now = deps.clock.now();
  const ticket = await deps.liveTickets.take(digest, now);
  if (ticket === null) throw new MusterError('SESSION_EXPIRED');
  const { registration, tokenHash, course, session } = ticket;
  const found = await deps.appSessions.authenticate(tokenHash, registration, now);
  if (found === null || !appSessionStands(found.session, found.registration)) throw new MusterError('SESSION_EXPIRED');
  const endsAt = first(later(now, lineHours * hour), found.session.expiresAt);
  const expiresAt = first(later(now, silenceMinutes * minute), endsAt);
  const viewer: Viewer = { connection, registration, tokenHash, topics: [session, course], expiresAt, endsAt };
  if (!(await deps.viewers.add(viewer, now))) throw new MusterError('TOO_MANY_REQUESTS');
};

/** Whether this line, on which its page has just said something, may go on; one that may not is forgotten. */
export const viewerStands = async (deps: Omit<Deps, 'liveTickets'>, connection: string): Promise<boolean> => {
  const now = deps.clock.now();
  const viewer = await deps.viewers.find(connection, now);
  const found =
    viewer === null ? null : await deps.appSessions.authenticate(viewer.tokenHash, viewer.registration, now);
  if (viewer !== null && found !== null && appSessionStands(found.session, found.registration)) {
    await deps.viewers.prolong(viewer, first(later(now, silenceMinutes * minute), viewer.endsAt));
    return true;
  }
  await deps.viewers.remove(connection);
  return false;
};
