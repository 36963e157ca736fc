import type { Capture } from '../attendance/capture.ts';
import { galleryStamp } from '../biometrics/gallery-stamp.ts';
import { isMusterError } from '../errors.ts';
import type { CourseId, RegistrationId } from '../ids.ts';
import type { EarlierShot, EngineDescription, IdentifiedFace, ServiceCalls } from '../ports/face-gallery.ts';
import type { GalleryPlace } from '../ports/face-record-store.ts';
import type { Services } from '../ports/services.ts';
import { countUsage } from './count-usage.ts';
import { whenHalfOver } from './keep-lease.ts';
import { nameFaces } from './name-faces.ts';
import { captureKey } from './take-capture.ts';

type Deps = Pick<
  Services,
  | 'captures'
  | 'courses'
  | 'registrations'
  | 'consents'
  | 'galleryIndex'
  | 'gallery'
  | 'media'
  | 'realtime'
  | 'usage'
  | 'clock'
>;

/** The registration where recognition is on, now: an admin may have turned it off since the upload. */
const registrationWithFaces = async (
  { courses, registrations }: Deps,
  id: CourseId,
): Promise<RegistrationId | null> => {
  const course = await courses.find(id);
  const registration = course === null ? null : await registrations.find(course.registration);
  return registration?.policy.faces ? registration.id : null;
};

/** The session's other pictures that the same engine has compared with the gallery as it stands now. */
const earlierShots = async (
  { captures, media, clock }: Deps,
  course: CourseId,
  { id, session }: Capture,
  { engine, modelVersion }: EngineDescription,
  places: readonly GalleryPlace[],
): Promise<EarlierShot[]> => {
  const stamp = galleryStamp(places);
  const people = new Map(places.map(({ member, enginePerson }) => [member, enginePerson]));
  const comparable = (await captures.list(course, session, clock.now())).filter(
    (other) =>
      other.id !== id &&
      other.state === 'identified' &&
      other.galleryStamp === stamp &&
      other.engine?.engine === engine &&
      other.engine.modelVersion === modelVersion,
  );
  const shots = comparable.map(async ({ mediaKey, faces }): Promise<EarlierShot[]> => {
    const image = await media.get(mediaKey);
    const named = faces.map(({ candidates, ...face }) => ({
      ...face,
      candidates: candidates.flatMap(({ member, similarity }) => {
        const person = people.get(member);
        return person === undefined ? [] : [{ person, similarity }];
      }),
    }));
    return image === null ? [] : [{ image, faces: named }];
  });
  return (await Promise.all(shots)).flat();
};

export interface Identifying {
  /** Asked after each face; throws when another process has taken over. */
  readonly keepLease?: () => Promise<void>;
  /** How often it has come to nothing before. */
  readonly attempts?: number;
}

/** The fifth try begins about a quarter of a minute after the first: from then on the board says that recognition is away. */
const quietAttempts = 4;

/**
 * Compares one stored capture with its course's gallery (design rule 3). Safe to repeat: an identified capture stays as
 * it is, a half-done one is done again, one that is gone needs nothing.
 * @throws MusterError UNAVAILABLE, THROTTLED: try again later
 */
export const identifyCapture = async (
  deps: Deps,
  key: string,
  { keepLease = async () => {}, attempts = 0 }: Identifying = {},
): Promise<void> => {
  const { course, session, capture: id } = captureKey(key);
  const stored = await deps.captures.find(course, session, id);
  if (stored === null || (stored.state !== 'stored' && stored.state !== 'identifying')) return;
  const tell = (state: string, compared: number, found: number) =>
    deps.realtime.publish(session, { kind: 'capture', capture: id, state, compared, found });
  const keep = whenHalfOver(deps.clock, keepLease);
  // Said before it is tried, so that it is said also where nobody lives to say it afterwards.
  const failure = attempts < quietAttempts ? null : 'UNAVAILABLE';
  const identifying: Capture = { ...stored, state: 'identifying', failure, version: stored.version + 1 };
  await deps.captures.put(course, identifying);
  await tell('identifying', 0, 0);

  /** An erasure writes a capture that is being compared: then its end is made anew, without asking the engine again. */
  const finish = async (end: () => Promise<Partial<Capture>>, of = identifying): Promise<void> => {
    const done: Capture = { ...of, ...(await end()), version: of.version + 1 };
    try {
      await deps.captures.put(course, done);
    } catch (error) {
      const now = isMusterError(error, 'RECORD_CHANGED') ? await deps.captures.find(course, session, id) : null;
      if (now?.state !== 'identifying') throw error;
      return finish(end, now);
    }
    await tell(done.state, done.facesCompared, done.facesFound);
  };
  const fail = (failure: string) => finish(async () => ({ state: 'failed', failure }));
  const image = await deps.media.get(stored.mediaKey);
  if (image === null) return fail('UPLOAD_EXPIRED');
  const registration = await registrationWithFaces(deps, course);
  if (registration === null) return fail('FACES_OFF');
  try {
    const [description, places] = await Promise.all([deps.gallery.describe(), deps.galleryIndex.list(course)]);
    const { engine, modelVersion, thresholds } = description;
    let calls: ServiceCalls = {};
    let found: readonly IdentifiedFace[] = [];
    try {
      found = await deps.gallery.identify(course, image, {
        earlier: () => earlierShots(deps, course, stored, description, places),
        async onProgress(compared, of) {
          await keep();
          void tell('identifying', compared, of);
        },
        onCalls(made) {
          calls = made;
        },
      });
    } finally {
      await countUsage(deps, registration, course, stored, { faces: found.length, calls });
    }
    await finish(async () => ({
      state: 'identified',
      failure: null,
      faces: await nameFaces(deps, course, stored, found),
      facesCompared: found.length,
      facesFound: found.length,
      engine: { engine, modelVersion, thresholds },
      galleryStamp: galleryStamp(places),
    }));
  } catch (error) {
    if (!isMusterError(error) || error.retryable || error.code === 'RECORD_CHANGED') throw error;
    await fail(error.code);
  }
};
