import {
  type Enrolment,
  type FaceQuality,
  faultOf,
  type QualityFault,
  type Reference,
  referencesNeeded,
} from '../biometrics/enrolment.ts';
import { enrolmentRefusal } from '../biometrics/enrolment-permission.ts';
import type { Box } from '../biometrics/identification.ts';
import { MusterError } from '../errors.ts';
import { asId, type CourseId, type MemberId, type ReferenceId } from '../ids.ts';
import type { AppSession } from '../lti/app-session.ts';
import type { Registration } from '../lti/registration.ts';
import type { EngineDescription } from '../ports/face-gallery.ts';
import type { Services } from '../ports/services.ts';
import { referenceFolder } from './erase-face.ts';
import { reconcileTask } from './reconcile-gallery.ts';

type Deps = Pick<
  Services,
  'consents' | 'enrolments' | 'galleryIndex' | 'gallery' | 'media' | 'pictures' | 'work' | 'ids' | 'clock'
>;

export interface PictureCheck {
  readonly fault: QualityFault | null;
  readonly faces: number;
  readonly box: Box | null;
}

const qualities = (faces: readonly { readonly quality: FaceQuality }[]) => faces.map(({ quality }) => quality);

/** What the learner should mend in this picture; nothing of it is kept. @throws MusterError IMAGE_* */
export const checkPicture = async (
  { gallery, pictures }: Pick<Services, 'gallery' | 'pictures'>,
  bytes: Uint8Array,
): Promise<PictureCheck> => {
  const { jpeg } = await pictures.clean(bytes);
  const [{ qualityLimits }, faces] = await Promise.all([gallery.describe(), gallery.inspect(jpeg)]);
  return { fault: faultOf(qualities(faces), qualityLimits), faces: faces.length, box: faces[0]?.box ?? null };
};

const referenceMargin = 0.5;
const referenceSide = 480;

/** Each picture without a fault, cropped to the face. @throws MusterError IMAGE_*, FACE_*, SEVERAL_FACES */
const cropAll = async (deps: Deps, files: readonly Uint8Array[], engine: EngineDescription): Promise<Uint8Array[]> => {
  const crops: Uint8Array[] = [];
  for (const [index, bytes] of files.entries()) {
    const { jpeg } = await deps.pictures.clean(bytes);
    const faces = await deps.gallery.inspect(jpeg);
    const fault = faultOf(qualities(faces), engine.qualityLimits);
    const [face] = faces;
    if (fault !== null || face === undefined) throw new MusterError(fault ?? 'FACE_NOT_FOUND', { picture: index + 1 });
    crops.push(await deps.pictures.crop(jpeg, face.box, referenceMargin, referenceSide));
  }
  return crops;
};

/** All pictures must show one person: each is held against the first. @throws MusterError FACES_DIFFER */
const assertOnePerson = async (
  { gallery }: Deps,
  [first, ...others]: readonly Uint8Array[],
  engine: EngineDescription,
): Promise<void> => {
  for (const other of others) {
    const similarity = first === undefined ? null : await gallery.compare(first, other);
    if (similarity === null || similarity < engine.thresholds.match) throw new MusterError('FACES_DIFFER');
  }
};

/** Somebody else of this course whom these pictures resemble as much as a match would (twins, proxies), or null. */
export const findLookalike = async (
  { gallery, galleryIndex }: Pick<Services, 'gallery' | 'galleryIndex'>,
  course: CourseId,
  member: MemberId,
  crop: Uint8Array,
): Promise<{ member: MemberId; similarity: number } | null> => {
  const [{ thresholds }, faces, places] = await Promise.all([
    gallery.describe(),
    gallery.identify(course, crop),
    galleryIndex.list(course),
  ]);
  const members = new Map(places.map((place) => [place.enginePerson, place.member]));
  for (const { person, similarity } of faces[0]?.candidates ?? []) {
    const other = members.get(person);
    if (other !== undefined && other !== member && similarity >= thresholds.match) return { member: other, similarity };
  }
  return null;
};

/**
 * Enrols a learner's face from three pictures, in place of what stood before. Held for the teacher when it resembles
 * another member (design rule 7), and then in no gallery. The galleries are made to fit by work that survives a crash.
 * @throws MusterError FACES_OFF, ENROLMENT_NOT_ALLOWED, CONSENT_MISSING, REQUEST_INVALID, IMAGE_*, FACE_*, FACES_DIFFER
 */
export const enrolFace = async (
  deps: Deps,
  who: { readonly session: AppSession; readonly registration: Registration; readonly course: CourseId },
  files: readonly Uint8Array[],
): Promise<Enrolment> => {
  const { session, registration, course } = who;
  const { member } = session;
  const refusal = enrolmentRefusal(registration, session);
  if (refusal === 'faces-off') throw new MusterError('FACES_OFF');
  if (refusal !== null) throw new MusterError('ENROLMENT_NOT_ALLOWED', { why: refusal });
  const consent = await deps.consents.find(member);
  if (consent?.state !== 'consented') throw new MusterError('CONSENT_MISSING');
  if (files.length !== referencesNeeded) throw new MusterError('REQUEST_INVALID', { pictures: referencesNeeded });

  const engine = await deps.gallery.describe();
  const crops = await cropAll(deps, files, engine);
  await assertOnePerson(deps, crops, engine);
  const [first] = crops;
  const lookalike = first === undefined ? null : await findLookalike(deps, course, member, first);

  const now = deps.clock.now();
  const references = crops.map((): Reference => {
    const id = asId<ReferenceId>(deps.ids.next());
    return { id, mediaKey: `${referenceFolder(member)}${id}.jpg`, addedAt: now };
  });
  for (const served of consent.courses) await deps.work.add(reconcileTask(deps, served));
  for (const [index, { mediaKey }] of references.entries())
    await deps.media.put(mediaKey, crops[index] ?? new Uint8Array());
  const before = await deps.enrolments.find(member);
  const enrolment: Enrolment = {
    member,
    state: lookalike === null ? 'active' : 'held',
    resembles: lookalike,
    references,
    enrolledAt: now,
    enginePerson: before?.enginePerson ?? `p_${deps.ids.next()}`,
    version: (before?.version ?? 0) + 1,
  };
  await deps.enrolments.put(enrolment);
  const kept = new Set(references.map(({ mediaKey }) => mediaKey));
  for (const key of await deps.media.list(referenceFolder(member))) if (!kept.has(key)) await deps.media.erase(key);
  return enrolment;
};
