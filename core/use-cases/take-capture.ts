import { type Capture, captureHoursOf } from '../attendance/capture.ts';
import { MusterError } from '../errors.ts';
import { asId, type CaptureId, type CourseId, type SessionId, type UploadTicketId } from '../ids.ts';
import { hour, later, minute } from '../later.ts';
import type { Registration } from '../lti/registration.ts';
import type { Services } from '../ports/services.ts';
import type { UploadTicket } from '../ports/upload-tickets.ts';
import { captureFolder } from './erase-captures.ts';
import { getOpenSession } from './find-session.ts';
import { newTask } from './new-task.ts';

export const maxCaptureBytes = 20_000_000;
const ticketMinutes = 15;
/** A session of pictures, not a film: what a room needs with room to spare. */
const maxCaptures = 20;

type StartDeps = Pick<Services, 'sessions' | 'captures' | 'uploadTickets' | 'work' | 'ids' | 'clock'>;

/**
 * A place for one photograph of the room and the leave to upload it. The capture's item comes before its picture, and
 * its expiry is due work from the start, so that no picture can be forgotten.
 * @throws MusterError FACES_OFF, SESSION_NOT_OPEN, TOO_MANY_CAPTURES
 */
export const startCapture = async (
  deps: StartDeps,
  registration: Registration,
  course: CourseId,
  session: SessionId,
): Promise<{ capture: Capture; ticket: UploadTicket }> => {
  if (!registration.policy.faces) throw new MusterError('FACES_OFF');
  await getOpenSession(deps.sessions, course, session);
  const now = deps.clock.now();
  const standing = await deps.captures.list(course, session, now);
  // Whoever asked for a place and sent no picture in time has none: the upload was broken off.
  const sent = standing.filter(
    ({ state, takenAt }) => state !== 'awaited' || later(takenAt, ticketMinutes * minute) > now,
  );
  if (sent.length >= maxCaptures) throw new MusterError('TOO_MANY_CAPTURES', { maximum: maxCaptures });
  const id = asId<CaptureId>(deps.ids.next());
  const key = `${course}/${session}/${id}`;
  const capture: Capture = {
    id,
    session,
    state: 'awaited',
    mediaKey: `${captureFolder(course, session)}${id}.jpg`,
    takenAt: now,
    width: 0,
    height: 0,
    hash: null,
    facesCompared: 0,
    facesFound: 0,
    faces: [],
    engine: null,
    failure: null,
    expiresAt: later(now, captureHoursOf(registration.policy) * hour),
    version: 1,
  };
  const ticket: UploadTicket = {
    id: asId<UploadTicketId>(`${deps.ids.next()}${deps.ids.next()}`),
    registration: registration.id,
    key,
    maxBytes: maxCaptureBytes,
    expiresAt: later(now, ticketMinutes * minute),
  };
  await deps.work.add(newTask(deps, 'expire-captures', key, capture.expiresAt));
  await deps.captures.put(course, capture);
  await deps.uploadTickets.put(ticket);
  return { capture, ticket };
};

/** The parts of a capture's work key. */
export const captureKey = (key: string): { course: CourseId; session: SessionId; capture: CaptureId } => {
  const [course = '', session = '', capture = ''] = key.split('/');
  return { course: asId(course), session: asId(session), capture: asId(capture) };
};
