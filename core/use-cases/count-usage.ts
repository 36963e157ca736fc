import type { Capture } from '../attendance/capture.ts';
import { addCalls, type CaptureUsage, monthOf, usageDays } from '../attendance/usage.ts';
import type { CourseId, RegistrationId } from '../ids.ts';
import { day, later } from '../later.ts';
import type { Services } from '../ports/services.ts';
import { untilUnchanged } from '../retry.ts';

/** Two photographs of one session may be compared at once; more than so many are not taken. */
const tries = 20;

/**
 * Adds to what a session's recognition took, in its own item. A photograph counts once however often it is compared;
 * its calls count each time. @throws MusterError UNAVAILABLE, THROTTLED, RECORD_CHANGED
 */
export const countUsage = async (
  { usage }: Pick<Services, 'usage'>,
  registration: RegistrationId,
  course: CourseId,
  { id, session, takenAt }: Pick<Capture, 'id' | 'session' | 'takenAt'>,
  used: CaptureUsage,
): Promise<void> => {
  const at = { registration, month: monthOf(takenAt), course, session };
  await untilUnchanged(async () => {
    const standing = await usage.find(at);
    const before = standing?.captures[id];
    const own: CaptureUsage = {
      faces: Math.max(used.faces, before?.faces ?? 0),
      calls: addCalls(before?.calls ?? {}, used.calls),
    };
    await usage.put({
      ...at,
      captures: { ...standing?.captures, [id]: own },
      expiresAt: standing?.expiresAt ?? later(takenAt, usageDays * day),
      version: (standing?.version ?? 0) + 1,
    });
  }, tries);
};
