import { consentIn } from '../biometrics/consent.ts';
import { type Enrolment, faultOf, type Reference, referencesNeeded } from '../biometrics/enrolment.ts';
import { assertMayEnrol, type Learner } from '../biometrics/enrolment-permission.ts';
import { MusterError } from '../errors.ts';
import { asId, type CourseId, type ReferenceId } from '../ids.ts';
import type { EngineDescription } from '../ports/face-gallery.ts';
import type { Services } from '../ports/services.ts';
import { type EraseDeps, eraseFace, eraseTask, referenceFolder, unnamedPictures } from './erase-face.ts';
import { findLookalike } from './find-lookalike.ts';
import { changeGalleries } from './reconcile-gallery.ts';

type Deps = EraseDeps & Pick<Services, 'gallery' | 'pictures' | 'work' | 'ids' | 'clock'>;

const referenceMargin = 0.5;
const referenceSide = 480;
/** Longer than any enrolment takes: what its pictures belong to is known by then. */
const sweepSeconds = 600;

/** One picture without a fault, cropped to the face. @throws MusterError IMAGE_*, FACE_*, SEVERAL_FACES */
const cropOne = async (
  { gallery, pictures }: Deps,
  bytes: Uint8Array,
  number: number,
  { qualityLimits }: EngineDescription,
): Promise<Uint8Array> => {
  try {
    const { jpeg } = await pictures.clean(bytes);
    const faces = await gallery.inspect(jpeg);
    const qualities = faces.map(({ quality }) => quality);
    const fault = faultOf(qualities, qualityLimits);
    const [face] = faces;
    if (fault !== null || face === undefined) throw new MusterError(fault ?? 'FACE_NOT_FOUND');
    return await pictures.crop(jpeg, face.box, referenceMargin, referenceSide);
  } catch (error) {
    if (!(error instanceof MusterError)) throw error;
    throw new MusterError(error.code, { ...error.details, picture: number }, { cause: error.cause });
  }
};

/** All pictures must show one person: each is held against the first. @throws MusterError FACES_DIFFER */
const assertOnePerson = async (
  { gallery }: Deps,
  [first, ...others]: readonly Uint8Array[],
  { thresholds }: EngineDescription,
): Promise<void> => {
  for (const [index, other] of others.entries()) {
    const similarity = first === undefined ? null : await gallery.compare(first, other);
    if (similarity === null || similarity < thresholds.match) {
      throw new MusterError('FACES_DIFFER', { picture: index + 2 });
    }
  }
};

/** Three good pictures of one person, cropped. @throws MusterError IMAGE_*, FACE_*, SEVERAL_FACES, FACES_DIFFER */
const cropAll = async (deps: Deps, files: readonly Uint8Array[]): Promise<Uint8Array[]> => {
  const engine = await deps.gallery.describe();
  const crops: Uint8Array[] = [];
  for (const [index, bytes] of files.entries()) crops.push(await cropOne(deps, bytes, index + 1, engine));
  await assertOnePerson(deps, crops, engine);
  return crops;
};

interface Picture {
  readonly reference: Reference;
  readonly crop: Uint8Array;
}

/** Pictures, then the enrolment that names them, then away with what it replaced. @throws MusterError RECORD_CHANGED */
const store = async (
  deps: Deps,
  pictures: readonly Picture[],
  enrolment: Enrolment,
  before: Enrolment | null,
): Promise<void> => {
  try {
    for (const { reference, crop } of pictures) await deps.media.put(reference.mediaKey, crop);
    await deps.enrolments.put(enrolment);
  } catch (error) {
    for (const { reference } of pictures) await deps.media.erase(reference.mediaKey);
    throw error;
  }
  for (const { mediaKey } of before?.references ?? []) await deps.media.erase(mediaKey);
};

/** @throws MusterError CONSENT_MISSING */
const coursesConsented = async ({ consents }: Deps, { session, course }: Learner): Promise<readonly CourseId[]> => {
  const consent = await consents.find(session.member);
  if (consent === null || consentIn(consent, course) !== 'consented') throw new MusterError('CONSENT_MISSING');
  return consent.courses;
};

/**
 * Enrols a learner's face from three pictures, in place of what stood before. Held for the teacher when it resembles
 * another member (design rule 7), and then in no gallery. The work that cleans up after a death in the middle stands before
 * the first picture is stored; a withdrawal that came meanwhile wins.
 * @throws MusterError FACES_OFF, ENROLMENT_NOT_ALLOWED, CONSENT_MISSING, REQUEST_INVALID, IMAGE_*, FACE_*, SEVERAL_FACES,
 *   FACES_DIFFER; RECORD_CHANGED when the same person enrols twice at once
 */
export const enrolFace = async (deps: Deps, learner: Learner, files: readonly Uint8Array[]): Promise<Enrolment> => {
  assertMayEnrol(learner);
  const { session, course } = learner;
  const { member } = session;
  const courses = await coursesConsented(deps, learner);
  if (files.length !== referencesNeeded) throw new MusterError('REQUEST_INVALID', { pictures: referencesNeeded });

  const before = await deps.enrolments.find(member);
  const crops = await cropAll(deps, files);
  const resembles = await findLookalike(deps, course, { member }, crops);
  const addedAt = deps.clock.now();
  const pictures = crops.map((crop): Picture => {
    const id = asId<ReferenceId>(deps.ids.next());
    return { reference: { id, mediaKey: `${referenceFolder(member)}${id}.jpg`, addedAt }, crop };
  });
  const enrolment: Enrolment = {
    member,
    state: resembles === null ? 'active' : 'held',
    resembles,
    references: pictures.map(({ reference }) => reference),
    enrolledAt: addedAt,
    enginePerson: before?.enginePerson ?? `p_${deps.ids.next()}`,
    version: (before?.version ?? 0) + 1,
  };
  const sweep = eraseTask(deps, member, sweepSeconds);
  await deps.work.add(sweep);
  await changeGalleries(deps, courses, () => store(deps, pictures, enrolment, before));
  try {
    await coursesConsented(deps, learner);
  } catch (error) {
    await eraseFace(deps, member);
    throw error;
  }
  // Somebody who died at an earlier try left pictures: this sweep has taken the place of theirs, and does its work.
  if ((await unnamedPictures(deps, member)).length === 0) await deps.work.done(sweep);
  return enrolment;
};
