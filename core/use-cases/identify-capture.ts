import type { Capture } from '../attendance/capture.ts';
import type { Face } from '../biometrics/identification.ts';
import { isMusterError } from '../errors.ts';
import { type CourseId, faceId, type MemberId } from '../ids.ts';
import type { IdentifiedFace } from '../ports/face-gallery.ts';
import type { Services } from '../ports/services.ts';
import { captureKey } from './take-capture.ts';

type Deps = Pick<
  Services,
  'captures' | 'courses' | 'registrations' | 'galleryIndex' | 'gallery' | 'media' | 'realtime' | 'clock'
>;

/** Whether recognition is on where this course lives, now: an admin may have turned it off since the upload. */
const facesOn = async ({ courses, registrations }: Deps, id: CourseId): Promise<boolean> => {
  const course = await courses.find(id);
  const registration = course === null ? null : await registrations.find(course.registration);
  return registration?.policy.faces ?? false;
};

const nameFaces = async (
  deps: Deps,
  course: CourseId,
  capture: Capture,
  found: readonly IdentifiedFace[],
): Promise<Face[]> => {
  const members = new Map<string, MemberId>();
  for (const { member, enginePerson } of await deps.galleryIndex.list(course)) members.set(enginePerson, member);
  return found.map(({ box, heightPx, candidates }, index) => ({
    id: faceId(capture.id, index),
    capture: capture.id,
    box,
    heightPx,
    // Whoever withdrew while the picture was compared is known to the engine, but no longer to us.
    candidates: candidates.flatMap(({ person, similarity }) => {
      const member = members.get(person);
      return member === undefined ? [] : [{ member, similarity }];
    }),
  }));
};

/**
 * Compares one stored capture with its course's gallery (design rule 3). Safe to repeat: an identified capture stays as
 * it is, a half-done one is done again, one that is gone needs nothing.
 * @throws MusterError UNAVAILABLE, THROTTLED: try again later
 */
export const identifyCapture = async (deps: Deps, key: string): Promise<void> => {
  const { course, session, capture: id } = captureKey(key);
  const stored = await deps.captures.find(course, session, id);
  if (stored === null || (stored.state !== 'stored' && stored.state !== 'identifying')) return;
  const tell = (state: string, compared: number, found: number) =>
    deps.realtime.publish(session, { kind: 'capture', capture: id, state, compared, found });
  const identifying: Capture = { ...stored, state: 'identifying', version: stored.version + 1 };
  await deps.captures.put(course, identifying);
  await tell('identifying', 0, 0);

  const finish = async (end: Partial<Capture>): Promise<void> => {
    const done: Capture = { ...identifying, ...end, version: identifying.version + 1 };
    await deps.captures.put(course, done);
    await tell(done.state, done.facesCompared, done.facesFound);
  };
  const image = await deps.media.get(stored.mediaKey);
  if (image === null) return finish({ state: 'failed', failure: 'UPLOAD_EXPIRED' });
  if (!(await facesOn(deps, course))) return finish({ state: 'failed', failure: 'FACES_OFF' });
  try {
    const { engine, modelVersion, thresholds } = await deps.gallery.describe();
    const found = await deps.gallery.identify(course, image, (compared, of) => void tell('identifying', compared, of));
    const faces = await nameFaces(deps, course, stored, found);
    await finish({
      state: 'identified',
      faces,
      facesCompared: faces.length,
      facesFound: faces.length,
      engine: { engine, modelVersion, thresholds },
    });
  } catch (error) {
    if (!isMusterError(error) || error.retryable || error.code === 'RECORD_CHANGED') throw error;
    await finish({ state: 'failed', failure: error.code });
  }
};
