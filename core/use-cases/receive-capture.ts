import type { Capture } from '../attendance/capture.ts';
import { MusterError } from '../errors.ts';
import type { CourseId, UploadTicketId } from '../ids.ts';
import type { Services } from '../ports/services.ts';
import type { UploadTicket } from '../ports/upload-tickets.ts';
import type { Task } from '../ports/work-queue.ts';
import { eraseCapture } from './erase-captures.ts';
import { getOpenSession } from './find-session.ts';
import { graceSeconds, newTask } from './new-task.ts';
import { captureKey } from './take-capture.ts';

export type ReceiveDeps = Pick<
  Services,
  | 'registrations'
  | 'sessions'
  | 'captures'
  | 'uploadTickets'
  | 'media'
  | 'pictures'
  | 'work'
  | 'ids'
  | 'clock'
  | 'realtime'
>;

const identifyTask = (deps: Pick<Services, 'ids' | 'clock'>, key: string, afterSeconds: number): Task =>
  newTask(deps, 'identify', key, afterSeconds);

/** The ticket lives minutes: meanwhile the registration, or recognition, may have been switched off. */
export const assertMayTakeIn = async (
  deps: ReceiveDeps,
  { registration: id, key, maxBytes }: UploadTicket,
  bytes: Uint8Array,
): Promise<void> => {
  if (bytes.byteLength > maxBytes) throw new MusterError('IMAGE_TOO_LARGE', { maximum: maxBytes });
  const registration = await deps.registrations.find(id);
  if (registration?.state !== 'active') throw new MusterError('UPLOAD_EXPIRED');
  if (!registration.policy.faces) throw new MusterError('FACES_OFF');
  const { course, session } = captureKey(key);
  await getOpenSession(deps.sessions, course, session);
};

/**
 * Cleaned (upright, no EXIF, no GPS) before anything is stored. Its recognition stands before the capture says that it is
 * there, and is due only later: whoever found the task in between would find nothing to compare, and be done with it.
 * @throws MusterError RECORD_CHANGED when somebody else has stored it, or has taken it away
 */
export const storePicture = async (
  deps: ReceiveDeps,
  course: CourseId,
  awaited: Capture,
  key: string,
  bytes: Uint8Array,
): Promise<Capture> => {
  const picture = await deps.pictures.clean(bytes);
  await deps.media.put(awaited.mediaKey, picture.jpeg);
  await deps.work.add(identifyTask(deps, key, graceSeconds));
  const stored: Capture = {
    ...awaited,
    state: 'stored',
    width: picture.width,
    height: picture.height,
    hash: picture.hash,
    version: awaited.version + 1,
  };
  await deps.captures.put(course, stored);
  return stored;
};

/**
 * Takes in a picture that came to the tool itself. One that cannot be read takes its capture away with it, so that nothing
 * half-done stays on the board: the sender is told why.
 * @throws MusterError UPLOAD_EXPIRED, FACES_OFF, SESSION_NOT_OPEN, IMAGE_*
 */
export const receiveCapture = async (
  deps: ReceiveDeps,
  ticketId: UploadTicketId,
  bytes: Uint8Array,
): Promise<Capture> => {
  const ticket = await deps.uploadTickets.consume(ticketId, deps.clock.now());
  if (ticket === null) throw new MusterError('UPLOAD_EXPIRED');
  const { course, session, capture: id } = captureKey(ticket.key);
  try {
    await assertMayTakeIn(deps, ticket, bytes);
    const awaited = await deps.captures.find(course, session, id);
    if (awaited === null) throw new MusterError('UPLOAD_EXPIRED');
    const stored = await storePicture(deps, course, awaited, ticket.key, bytes);
    await deps.work.add(identifyTask(deps, ticket.key, 0));
    await deps.realtime.publish(session, { kind: 'capture', capture: id, state: 'stored', compared: 0, found: 0 });
    return stored;
  } catch (error) {
    await eraseCapture(deps, course, session, id);
    throw error;
  }
};
