import type { Capture } from '../attendance/capture.ts';
import { isMusterError, type MusterError } from '../errors.ts';
import type { UploadTicket } from '../ports/upload-tickets.ts';
import type { Task } from '../ports/work-queue.ts';
import { untilUnchanged } from '../retry.ts';
import { eraseCapture } from './erase-captures.ts';
import { assertMayTakeIn, type ReceiveDeps, storePicture } from './receive-capture.ts';
import { type UploadParts, uploadKey } from './upload-key.ts';

export interface ReceivedUpload {
  /**
   * stored: by this delivery. known: by an earlier one, or refused by it. refused: the capture says why. gone: its capture
   * is. unknown: nobody gave leave for it.
   */
  readonly end: 'stored' | 'known' | 'refused' | 'gone' | 'unknown';
  /** What is left to do about it; null when there is nothing. */
  readonly task: Task | null;
}

/** What the picture, or the course, is at fault for; anything else may be tried again. */
const isRefusal = (error: unknown): error is MusterError =>
  isMusterError(error) && !error.retryable && error.status < 500 && error.code !== 'RECORD_CHANGED';

/** Nobody waits for an answer: the capture itself says on the board why it cannot be compared. */
const refuse = async (deps: ReceiveDeps, parts: UploadParts, awaited: Capture, { code }: MusterError) => {
  await deps.media.erase(awaited.mediaKey);
  await deps.captures.put(parts.course, {
    ...awaited,
    state: 'failed',
    failure: code,
    version: awaited.version + 1,
  });
  return 'refused' as const;
};

const takeIn = (
  deps: ReceiveDeps,
  parts: UploadParts,
  ticket: UploadTicket | null,
  bytes: Uint8Array | null,
): Promise<ReceivedUpload['end']> =>
  untilUnchanged(async () => {
    const { course, session, capture } = parts;
    const standing = await deps.captures.find(course, session, capture);
    if (standing === null) return 'gone';
    if (standing.state !== 'awaited') return 'known';
    // Taken in before by somebody who erased it after; the capture will say so at the next look.
    if (ticket === null || bytes === null) return 'unknown';
    try {
      await assertMayTakeIn(deps, ticket, bytes);
      await storePicture(deps, course, standing, ticket.key, bytes);
      return 'stored';
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return refuse(deps, parts, standing, error);
    }
  });

/**
 * Takes in a picture that came to the bucket, as an event tells: perhaps twice, at once, out of order, or after somebody
 * died at it. The ticket confirms what the key says, at the time of the upload; the capture's version decides who stores it;
 * the upload is erased and the ticket used up last. `read` gives its bytes, null when they are gone.
 * @throws MusterError UNAVAILABLE, THROTTLED ...: the event must come again
 */
export const receiveUpload = async (
  deps: ReceiveDeps,
  parts: UploadParts,
  uploadedAt: string,
  read: (key: string) => Promise<Uint8Array | null>,
): Promise<ReceivedUpload> => {
  const { course, session, capture, ticket: ticketId } = parts;
  const key = `${course}/${session}/${capture}`;
  const upload = uploadKey({ id: ticketId, key });
  const found = await deps.uploadTickets.find(ticketId, uploadedAt);
  const ticket = found?.key === key ? found : null;
  const end = await takeIn(deps, parts, ticket, ticket === null ? null : await read(upload));
  if (end === 'gone') await eraseCapture(deps, course, session, capture);
  if (end === 'stored' || end === 'refused') {
    const state = end === 'stored' ? 'stored' : 'failed';
    await deps.realtime.publish(session, { kind: 'capture', capture, state, compared: 0, found: 0 });
  }
  await deps.media.erase(upload);
  if (ticket !== null) await deps.uploadTickets.consume(ticketId, uploadedAt);
  const task = end === 'stored' || end === 'known' ? await deps.work.find('identify', key) : null;
  return { end, task };
};
