import { consentIn } from '../biometrics/consent.ts';
import type { Enrolment } from '../biometrics/enrolment.ts';
import { isMusterError } from '../errors.ts';
import type { CourseId, MemberId } from '../ids.ts';
import type { PersonReference } from '../ports/face-gallery.ts';
import type { GalleryPlace } from '../ports/face-record-store.ts';
import type { Services } from '../ports/services.ts';
import type { Task } from '../ports/work-queue.ts';
import { students } from '../roster/roster.ts';
import { findLookalike } from './find-lookalike.ts';
import { graceSeconds, newTask } from './new-task.ts';

type WorkDeps = Pick<Services, 'work' | 'ids' | 'clock'>;
type Deps = WorkDeps & Pick<Services, 'rosters' | 'consents' | 'enrolments' | 'galleryIndex' | 'gallery' | 'media'>;

const reconcileTask = (deps: WorkDeps, course: CourseId, afterSeconds: number): Task =>
  newTask(deps, 'reconcile-gallery', course, afterSeconds);

/**
 * Makes a change that these galleries follow. Their task stands before it, for the worker to find if this process dies in
 * the middle; and it is due at once after it, since a worker that looked in between has seen the old state.
 */
export const changeGalleries = async <T>(
  deps: WorkDeps,
  courses: readonly CourseId[],
  change: () => Promise<T>,
): Promise<T> => {
  for (const course of courses) await deps.work.add(reconcileTask(deps, course, graceSeconds));
  const result = await change();
  for (const course of courses) await deps.work.add(reconcileTask(deps, course, 0));
  return result;
};

const leave = async (deps: Deps, course: CourseId, { member, enginePerson }: GalleryPlace): Promise<void> => {
  await deps.gallery.remove(course, enginePerson);
  await deps.galleryIndex.remove(course, member);
};

const stands = async ({ consents }: Deps, course: CourseId, member: MemberId): Promise<boolean> =>
  consentIn(await consents.find(member), course) === 'consented';

/** A face that resembles somebody's of this gallery goes into none until a teacher has looked (design rule 7). */
const hold = async (deps: Deps, enrolment: Enrolment, resembles: Enrolment['resembles']): Promise<void> => {
  const consent = await deps.consents.find(enrolment.member);
  await changeGalleries(deps, consent?.courses ?? [], () =>
    deps.enrolments.put({ ...enrolment, state: 'held', resembles, version: enrolment.version + 1 }),
  );
};

/** Those that are still there. */
const readReferences = async ({ media }: Deps, enrolment: Enrolment): Promise<PersonReference[]> => {
  const read = enrolment.references.map(async ({ id, mediaKey }) => ({ id, image: await media.get(mediaKey) }));
  return (await Promise.all(read)).flatMap(({ id, image }) => (image === null ? [] : [{ id, image }]));
};

/**
 * The index names the person before the engine knows them, so that whatever the engine holds can be found and erased. Who
 * withdraws while this runs finds the place in the index, or is found here to have withdrawn.
 */
const enter = async (
  deps: Deps,
  course: CourseId,
  enrolment: Enrolment,
  keepLease: () => Promise<void>,
): Promise<void> => {
  const { member, enginePerson, enrolledAt } = enrolment;
  const references = await readReferences(deps, enrolment);
  const place: GalleryPlace = { member, enginePerson, enrolledAt, references: [] };
  if (references.length < enrolment.references.length) return leave(deps, course, place);
  const images = references.map(({ image }) => image);
  await keepLease();
  const lookalike = await findLookalike(deps, course, enrolment, images);
  if (lookalike !== null) {
    await hold(deps, enrolment, lookalike);
    return leave(deps, course, place);
  }
  await keepLease();
  await deps.galleryIndex.put(course, place);
  try {
    await deps.gallery.put(course, enginePerson, references);
  } catch (error) {
    // Pictures that passed the check and show no face to this engine: the person is marked by hand.
    if (!isMusterError(error, 'FACE_NOT_FOUND')) throw error;
    return leave(deps, course, place);
  }
  await deps.galleryIndex.put(course, { ...place, references: references.map(({ id }) => id) });
  if (!(await stands(deps, course, member))) await leave(deps, course, place);
};

/** Who belongs in this course's gallery now: consenting for it, actively enrolled, an active student of it. */
const belonging = async (deps: Deps, course: CourseId): Promise<Map<MemberId, Enrolment>> => {
  const active = students(await deps.rosters.read(course)).map(({ id }) => id);
  const enrolments = await deps.enrolments.findAll(active);
  const consents = await deps.consents.findAll([...enrolments.keys()]);
  return new Map(
    [...enrolments].filter(
      ([member, { state }]) => state === 'active' && consentIn(consents.get(member) ?? null, course) === 'consented',
    ),
  );
};

const same = (place: GalleryPlace | undefined, { enginePerson, enrolledAt, references }: Enrolment) =>
  place?.enginePerson === enginePerson &&
  place.enrolledAt === enrolledAt &&
  place.references.join() === references.map(({ id }) => id).join();

/**
 * Makes a course's gallery equal to what consents, enrolments and the roster say (design section 5). Safe to repeat;
 * only what differs is touched. `keepLease` is asked before each step that the engine may take long for: two who put or remove
 * the same person at once would erase each other's faces there. @throws MusterError UNAVAILABLE, THROTTLED, RECORD_CHANGED: try again
 */
export const reconcileGallery = async (
  deps: Deps,
  course: CourseId,
  keepLease: () => Promise<void> = async () => {},
): Promise<void> => {
  const [wanted, places] = await Promise.all([belonging(deps, course), deps.galleryIndex.list(course)]);
  const standing = new Map(places.map((place) => [place.member, place]));
  for (const place of places) {
    if (wanted.get(place.member)?.enginePerson === place.enginePerson) continue;
    await keepLease();
    await leave(deps, course, place);
  }
  for (const [member, enrolment] of wanted) {
    if (!same(standing.get(member), enrolment)) await enter(deps, course, enrolment, keepLease);
  }
};
