import type { Capture } from '../attendance/capture.ts';
import { type AttendanceRecord, wasMeasured, withoutMeasurements } from '../attendance/record.ts';
import { consentIn } from '../biometrics/consent.ts';
import type { CourseId, MemberId, SessionId } from '../ids.ts';
import type { Services } from '../ports/services.ts';
import { untilUnchanged } from '../retry.ts';

type Deps = Pick<Services, 'sessions' | 'captures' | 'records'>;

const withoutCandidate = (capture: Capture, member: MemberId): Capture => ({
  ...capture,
  faces: capture.faces.map((face) => ({
    ...face,
    candidates: face.candidates.filter((candidate) => candidate.member !== member),
  })),
  version: capture.version + 1,
});

const beginning = new Date(0).toISOString();

/**
 * Captures that wait for a review name the person no more: the face on them is unknown from here on. One that is being compared may be
 * about to name them: it is written as well, so that whoever compares reads the consents anew.
 */
const forgetInCaptures = async ({ captures }: Deps, course: CourseId, session: SessionId, member: MemberId) => {
  for (const capture of await captures.list(course, session, beginning)) {
    const named = capture.faces.some(({ candidates }) => candidates.some((candidate) => candidate.member === member));
    if (named || capture.state === 'identifying') await captures.put(course, withoutCandidate(capture, member));
  }
};

/**
 * Erases what was measured on a person's face in one course: candidates of captures, similarity, box and hash of records.
 * The statuses stay. Answers of how many records. Somebody may be reviewing or correcting meanwhile; safe to repeat.
 */
export const eraseEvidence = async (deps: Deps, course: CourseId, member: MemberId): Promise<number> => {
  const sessions = await deps.sessions.list(course);
  for (const { id, state } of sessions) {
    if (state !== 'confirmed') await untilUnchanged(() => forgetInCaptures(deps, course, id, member));
  }
  let changed = 0;
  await untilUnchanged(async () => {
    const ids = sessions.map(({ id }) => id);
    for (const record of await deps.records.listOfMember(course, member, ids)) {
      const next = withoutMeasurements(record);
      if (next === null) continue;
      await deps.records.put(course, next);
      changed += 1;
    }
  });
  return changed;
};

/**
 * Whoever takes back their word while a session's records are written may find none of them yet. So who has written them reads the
 * consents afterwards: each of the two writes first and looks then, and one of them sees the other.
 */
export const eraseUnconsented = async (
  deps: Pick<Services, 'records' | 'consents'>,
  course: CourseId,
  written: readonly AttendanceRecord[],
): Promise<void> => {
  const measured = written.filter(wasMeasured);
  const consents = await deps.consents.findAll(measured.map(({ member }) => member));
  for (const { session, member } of measured) {
    if (consentIn(consents.get(member) ?? null, course) === 'consented') continue;
    await untilUnchanged(async () => {
      const record = await deps.records.find(course, session, member);
      const next = record === null ? null : withoutMeasurements(record);
      if (next !== null) await deps.records.put(course, next);
    });
  }
};
