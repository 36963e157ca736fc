import { isMusterError } from '../errors.ts';
import type { CourseId, MemberId } from '../ids.ts';
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

export const eraseTask = (deps: Pick<Services, 'ids' | 'clock'>, member: MemberId, afterSeconds: number): Task =>
  newTask(deps, 'erase-face', member, afterSeconds);

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
  for (const course of consent?.courses ?? []) {
    erased = { ...erased, records: erased.records + (await eraseEvidence(deps, course, member)) };
  }
  for (const course of consent?.courses ?? []) {
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

/** The same as due work. @throws MusterError UNAVAILABLE, THROTTLED: the task stays and is tried again */
export const eraseFace = async (deps: EraseDeps, member: MemberId): Promise<Erased> => {
  const { erased, failure } = await eraseWhatCan(deps, member);
  if (failure !== null) throw failure;
  return erased;
};
