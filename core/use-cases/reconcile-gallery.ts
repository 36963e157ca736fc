import type { Enrolment } from '../biometrics/enrolment.ts';
import { isMusterError } from '../errors.ts';
import type { CourseId, MemberId } from '../ids.ts';
import type { PersonReference } from '../ports/face-gallery.ts';
import type { GalleryPlace } from '../ports/face-record-store.ts';
import type { Services } from '../ports/services.ts';
import type { Task } from '../ports/work-queue.ts';
import { students } from '../roster/roster.ts';

type Deps = Pick<Services, 'rosters' | 'consents' | 'enrolments' | 'galleryIndex' | 'gallery' | 'media'>;

export const reconcileTask = ({ ids, clock }: Pick<Services, 'ids' | 'clock'>, course: CourseId): Task => ({
  kind: 'reconcile-gallery',
  key: course,
  dueAt: clock.now(),
  stamp: ids.next(),
  attempts: 0,
});

const readReferences = async ({ media }: Deps, enrolment: Enrolment): Promise<PersonReference[]> => {
  const read = enrolment.references.map(async ({ id, mediaKey }) => ({ id, image: await media.get(mediaKey) }));
  return (await Promise.all(read)).flatMap(({ id, image }) => (image === null ? [] : [{ id, image }]));
};

const same = (place: GalleryPlace, { enginePerson, references }: Enrolment) =>
  place.enginePerson === enginePerson && place.references.join() === references.map(({ id }) => id).join();

const leave = async (deps: Deps, course: CourseId, place: GalleryPlace): Promise<void> => {
  await deps.gallery.remove(course, place.enginePerson);
  await deps.galleryIndex.remove(course, place.member);
};

/** The index names the person before the engine knows them, so that whatever the engine holds can be found and erased. */
const enter = async (deps: Deps, course: CourseId, enrolment: Enrolment): Promise<void> => {
  const references = await readReferences(deps, enrolment);
  if (references.length === 0) return;
  const place = { member: enrolment.member, enginePerson: enrolment.enginePerson };
  await deps.galleryIndex.put(course, { ...place, references: [] });
  try {
    await deps.gallery.put(course, enrolment.enginePerson, references);
  } catch (error) {
    // Pictures that passed the check and show no face to this engine: the person is marked by hand.
    if (!isMusterError(error, 'FACE_NOT_FOUND')) throw error;
    await deps.galleryIndex.remove(course, enrolment.member);
    return;
  }
  await deps.galleryIndex.put(course, { ...place, references: enrolment.references.map(({ id }) => id) });
};

/** Who belongs in this course's gallery now: consenting for it, actively enrolled, an active student of it. */
const belonging = async (deps: Deps, course: CourseId): Promise<Map<MemberId, Enrolment>> => {
  const active = students(await deps.rosters.read(course)).map(({ id }) => id);
  const enrolments = await deps.enrolments.findAll(active);
  const belongs = new Map<MemberId, Enrolment>();
  for (const [member, enrolment] of enrolments) {
    if (enrolment.state !== 'active') continue;
    const consent = await deps.consents.find(member);
    if (consent?.state === 'consented' && consent.courses.includes(course)) belongs.set(member, enrolment);
  }
  return belongs;
};

/**
 * Makes a course's gallery equal to what consents, enrolments and the roster say (design section 5). Safe to repeat;
 * only what differs is touched. @throws MusterError UNAVAILABLE, THROTTLED
 */
export const reconcileGallery = async (deps: Deps, course: CourseId): Promise<void> => {
  const [wanted, places] = await Promise.all([belonging(deps, course), deps.galleryIndex.list(course)]);
  for (const place of places) {
    const enrolment = wanted.get(place.member);
    if (enrolment === undefined || enrolment.enginePerson !== place.enginePerson) await leave(deps, course, place);
  }
  const standing = new Map(places.map((place) => [place.member, place]));
  for (const [member, enrolment] of wanted) {
    const place = standing.get(member);
    if (place === undefined || !same(place, enrolment)) await enter(deps, course, enrolment);
  }
};
