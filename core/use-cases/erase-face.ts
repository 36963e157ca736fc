import { consentIn, coursesNamed } from '../biometrics/consent.ts';
import { isMusterError } from '../errors.ts';
import { asId, type CourseId, type MemberId } from '../ids.ts';
import type { FaceGallery } from '../ports/face-gallery.ts';
import type { Services } from '../ports/services.ts';
import type { Task } from '../ports/work-queue.ts';
import { eraseEvidence } from './erase-evidence.ts';
import { newTask } from './new-task.ts';

export type EraseDeps = Pick<
  Services,
  'consents' | 'enrolments' | 'galleryIndex' | 'media' | 'seenFaces' | 'sessions' | 'captures' | 'records'
> & { readonly gallery: Pick<FaceGallery, 'remove'> };

export const referenceFolder = (member: MemberId): string => `references/${member}/`;

export interface Erased {
  readonly references: number;
  readonly templates: number;
  readonly galleries: number;
  /** Records whose numbers went; their statuses stay. */
  readonly records: number;
  /** Galleries that the engine could not be asked to erase from just now; the task tries again until it can. */
  readonly galleriesPending: number;
}

const nothing: Erased = { references: 0, templates: 0, galleries: 0, records: 0, galleriesPending: 0 };

/** Of one course only where one is given. */
export const eraseTask = (
  deps: Pick<Services, 'ids' | 'clock'>,
  member: MemberId,
  afterSeconds: number,
  course?: CourseId,
): Task => newTask(deps, 'erase-face', course === undefined ? member : `${member}/${course}`, afterSeconds);

/** Takes the member out of one gallery: the engine first, so that the index still tells what is left to erase. */
const leaveGallery = async (deps: EraseDeps, course: CourseId, member: MemberId): Promise<number | null> => {
  const seen = new Map(await deps.seenFaces.read(course));
  if (seen.delete(member)) await deps.seenFaces.put(course, seen);
  const place = (await deps.galleryIndex.list(course)).find((candidate) => candidate.member === member);
  if (place === undefined) return null;
  await deps.gallery.remove(course, place.enginePerson);
  await deps.galleryIndex.remove(course, member);
  return place.references.length;
};

/** Pictures left by an enrolment that died before it named them. */
export const unnamedPictures = async (
  { enrolments, media }: Pick<EraseDeps, 'enrolments' | 'media'>,
  member: MemberId,
): Promise<string[]> => {
  const enrolment = await enrolments.find(member);
  const named = new Set(enrolment?.references.map(({ mediaKey }) => mediaKey));
  return (await media.list(referenceFolder(member))).filter((key) => !named.has(key));
};

const eraseUnnamed = async (deps: EraseDeps, member: MemberId): Promise<Erased> => {
  const unnamed = await unnamedPictures(deps, member);
  for (const key of unnamed) await deps.media.erase(key);
  return { ...nothing, references: unnamed.length };
};

/**
 * Erases a person's face record everywhere, unless a consent stands: reference pictures and enrolment, then the vectors in
 * the gallery of every course that the consent names, with what was measured there. An engine that cannot answer keeps none of the rest from going.
 * Safe to repeat.
 */
export const eraseWhatCan = async (
  deps: EraseDeps,
  member: MemberId,
): Promise<{ erased: Erased; failure: unknown }> => {
  const consent = await deps.consents.find(member);
  if (consent?.state === 'consented') return { erased: await eraseUnnamed(deps, member), failure: null };
  const keys = await deps.media.list(referenceFolder(member));
  for (const key of keys) await deps.media.erase(key);
  await deps.enrolments.remove(member);
  let erased: Erased = { ...nothing, references: keys.length };
  let failure: unknown = null;
  const courses = consent === null ? [] : coursesNamed(consent);
  for (const course of courses) {
    erased = { ...erased, records: erased.records + (await eraseEvidence(deps, course, member)) };
  }
  for (const course of courses) {
    try {
      const templates = await leaveGallery(deps, course, member);
      if (templates === null) continue;
      erased = { ...erased, templates: erased.templates + templates, galleries: erased.galleries + 1 };
    } catch (error) {
      if (!isMusterError(error)) throw error;
      failure = error;
      erased = { ...erased, galleriesPending: erased.galleriesPending + 1 };
    }
  }
  return { erased, failure };
};

/**
 * Erases what was measured on a person's face in one course, unless a yes stands there. The gallery follows the consent by itself.
 * Safe to repeat.
 */
export const eraseInCourse = async (
  deps: Pick<EraseDeps, 'consents' | 'sessions' | 'captures' | 'records'>,
  member: MemberId,
  course: CourseId,
): Promise<number> => {
  const said = consentIn(await deps.consents.find(member), course);
  return said === 'consented' ? 0 : eraseEvidence(deps, course, member);
};

/** The same as due work. @throws MusterError UNAVAILABLE, THROTTLED: the task stays and is tried again */
export const eraseFace = async (deps: EraseDeps, member: MemberId): Promise<Erased> => {
  const { erased, failure } = await eraseWhatCan(deps, member);
  if (failure !== null) throw failure;
  return erased;
};

/** Whichever of the two the task is about. @throws MusterError UNAVAILABLE, THROTTLED, RECORD_CHANGED: the same */
export const eraseByTask = async (deps: EraseDeps, key: string): Promise<void> => {
  const [member = '', course] = key.split('/');
  if (course === undefined) await eraseFace(deps, asId<MemberId>(member));
  else await eraseInCourse(deps, asId<MemberId>(member), asId<CourseId>(course));
};
