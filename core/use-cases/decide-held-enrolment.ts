import { consentIn } from '../biometrics/consent.ts';
import type { Enrolment } from '../biometrics/enrolment.ts';
import { MusterError } from '../errors.ts';
import type { CourseId, MemberId } from '../ids.ts';
import type { Registration } from '../lti/registration.ts';
import type { Services } from '../ports/services.ts';
import { type Member, type Roster, students } from '../roster/roster.ts';
import { changeGalleries } from './reconcile-gallery.ts';

export interface HeldEnrolment {
  readonly member: Member;
  /** Gone from the course, perhaps; never somebody of another course only. */
  readonly resembles: Member;
  readonly similarity: number;
  readonly enrolment: Enrolment;
}

type ReadDeps = Pick<Services, 'rosters' | 'enrolments' | 'consents'>;

/**
 * Enrolments that resemble another member's of this course. One that was held for a likeness in another course is for that
 * course's teacher to see: nobody is shown people across courses (design rule 3).
 */
export const listHeldEnrolments = async (
  deps: Pick<ReadDeps, 'enrolments' | 'consents'>,
  course: CourseId,
  roster: Roster,
): Promise<HeldEnrolment[]> => {
  const active = students(roster);
  const everybody = new Map(roster.members.map((member) => [member.id, member]));
  const enrolments = await deps.enrolments.findAll(active.map(({ id }) => id));
  const held = active.flatMap((member) => {
    const enrolment = enrolments.get(member.id);
    if (enrolment?.state !== 'held' || enrolment.resembles === null) return [];
    const resembles = everybody.get(enrolment.resembles.member);
    const { similarity } = enrolment.resembles;
    return resembles === undefined ? [] : [{ member, resembles, similarity, enrolment }];
  });
  if (held.length === 0) return held;
  const consents = await deps.consents.findAll(held.flatMap(({ member, resembles }) => [member.id, resembles.id]));
  const saidYes = ({ id }: Member) => consentIn(consents.get(id) ?? null, course) === 'consented';
  return held.filter(({ member, resembles }) => saidYes(member) && (saidYes(resembles) || !consents.has(resembles.id)));
};

/** @throws MusterError NOT_FOUND */
export const getHeldEnrolment = async (deps: ReadDeps, course: CourseId, member: MemberId): Promise<HeldEnrolment> => {
  const held = (await listHeldEnrolments(deps, course, await deps.rosters.read(course))).find(
    (candidate) => candidate.member.id === member,
  );
  if (held === undefined) throw new MusterError('NOT_FOUND', { what: 'held enrolment' });
  return held;
};

type Deps = ReadDeps & Pick<Services, 'consents' | 'media' | 'erasures' | 'work' | 'ids' | 'clock'>;

/**
 * A teacher decides on an enrolment that resembles another member's: accepted, it enters the galleries; rejected, its
 * pictures are erased and the student may try again. @throws MusterError FACES_OFF, NOT_FOUND, RECORD_CHANGED
 */
export const decideHeldEnrolment = async (
  deps: Deps,
  { registration, course }: { readonly registration: Registration; readonly course: CourseId },
  member: MemberId,
  decision: 'accept' | 'reject',
): Promise<void> => {
  const { enrolment, resembles } = await getHeldEnrolment(deps, course, member);
  const version = enrolment.version + 1;
  if (decision === 'accept') {
    if (!registration.policy.faces) throw new MusterError('FACES_OFF');
    const consent = await deps.consents.find(member);
    const distinctFrom = [...(enrolment.distinctFrom ?? []), resembles.id];
    await changeGalleries(deps, consent?.courses ?? [], () =>
      deps.enrolments.put({ ...enrolment, state: 'active', resembles: null, distinctFrom, version }),
    );
    return;
  }
  // Takes hold of it first: whoever enrols anew meanwhile is told so, and loses nothing.
  await deps.enrolments.put({ ...enrolment, version });
  const [id, at] = [deps.ids.next(), deps.clock.now()];
  await deps.erasures.add({ id, at, member, kind: 'enrolment', course: null });
  for (const { mediaKey } of enrolment.references) await deps.media.erase(mediaKey);
  await deps.enrolments.remove(member);
};
