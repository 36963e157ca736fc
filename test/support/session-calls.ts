import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { faceLooks } from '../../connectors/embedded/face-looks.ts';
import { idSource } from '../../connectors/embedded/ids.ts';
import { pictureReader } from '../../connectors/embedded/picture-reader.ts';
import { memoryMedia } from '../../connectors/memory/media.ts';
import { memoryTable } from '../../connectors/memory/memory-table.ts';
import { memoryRealtime } from '../../connectors/memory/realtime.ts';
import { rekognitionFaceGallery } from '../../connectors/rekognition/face-gallery.ts';
import { addCalls } from '../../core/attendance/usage.ts';
import { consentTextVersion } from '../../core/biometrics/consent.ts';
import { faultOf } from '../../core/biometrics/enrolment.ts';
import { asId, type CourseId, type MemberId } from '../../core/ids.ts';
import { newPolicy } from '../../core/lti/registration.ts';
import type { FaceGallery, ServiceCalls } from '../../core/ports/face-gallery.ts';
import { enrolFace } from '../../core/use-cases/enrol-face.ts';
import { identifyCapture } from '../../core/use-cases/identify-capture.ts';
import { reconcileGallery } from '../../core/use-cases/reconcile-gallery.ts';
import { recordConsent } from '../../core/use-cases/record-consent.ts';
import type { FaceEngine } from '../../face-engine/index.ts';
import { students } from '../../practice-lms/class/draw.ts';
import { enrolmentPictures } from '../../practice-lms/class/portraits.ts';
import { shotOfThirty } from './class-of-thirty.ts';
import { openRekognition } from './face-galleries.ts';
import { aCapture, aCourse, aMember, anAppSession, aRegistration, instant } from './stored-things.ts';

export interface SessionCalls {
  readonly enrolled: number;
  /** Of the last student who enrolled, checks of the pictures before and the gallery after among them. */
  readonly enrolment: ServiceCalls;
  /** Of a session of thirty, by how often the whole room was photographed: 1, 2, 3. */
  readonly sessions: readonly { readonly photographs: number; readonly faces: number; readonly calls: ServiceCalls }[];
}

const course = asId<CourseId>('c_1');

/** The first three that the coach would let through. */
const goodPictures = async (gallery: FaceGallery, portrait: string): Promise<Uint8Array[]> => {
  const { qualityLimits } = await gallery.describe();
  const good: Uint8Array[] = [];
  for (const take of await enrolmentPictures(portrait)) {
    const qualities = (await gallery.inspect(take)).map(({ quality }) => quality);
    if (good.length < 3 && faultOf(qualities, qualityLimits) === null) good.push(take);
  }
  return good;
};

/**
 * A class that enrols by the real use cases and is photographed up to three times, against a server of Rekognition's protocol
 * with the embedded recogniser behind it. `grouped`: each person is searched once a session, as shipped.
 */
export const sessionCalls = async (engine: FaceEngine, grouped: boolean): Promise<SessionCalls> => {
  const opened = await openRekognition(engine, { maxAttempts: 4 });
  let since: ServiceCalls = {};
  const gallery = rekognitionFaceGallery(opened.client, {
    firstPause: 20,
    ...(grouped ? { looks: faceLooks(async () => engine).looks } : {}),
    onUse({ calls }) {
      since = addCalls(since, calls);
    },
  });
  const counted = async (work: () => Promise<unknown>): Promise<ServiceCalls> => {
    since = {};
    await work();
    return since;
  };
  const stores = storesOn(memoryTable());
  const clock = { now: () => instant(60) };
  const services = { media: memoryMedia(), pictures: pictureReader(), realtime: memoryRealtime(), ids: idSource() };
  const deps = { ...stores, ...services, clock, gallery };
  try {
    const registration = aRegistration({ policy: { ...newPolicy, faces: true } });
    await deps.registrations.put(registration);
    await deps.courses.put(aCourse({ registration: registration.id }));
    let enrolled = 0;
    let enrolment: ServiceCalls = {};
    for (const { id, portrait } of students) {
      const member = asId<MemberId>(`m_${id}`);
      await deps.rosters.putMembers(course, [aMember(member)]);
      const learner = { session: anAppSession({ member, course, role: 'student' }), registration, course };
      const pictures = await goodPictures(gallery, portrait);
      enrolment = await counted(async () => {
        await recordConsent(deps, learner, { choice: 'consented', textVersion: consentTextVersion, language: 'en' });
        await enrolFace(deps, learner, pictures);
        await reconcileGallery(deps, course);
      });
      enrolled += 1;
    }
    const sessions = [];
    for (const photographs of [1, 2, 3]) {
      const session = asId<never>(`s${photographs}`);
      let faces = 0;
      const calls = await counted(async () => {
        for (let shot = 1; shot <= photographs; shot += 1) {
          const id = `k${photographs}-${shot}`;
          const capture = aCapture(id, { session, mediaKey: `captures/${course}/${session}/${id}.jpg` });
          const { jpeg } = await deps.pictures.clean(await shotOfThirty(shot));
          await deps.media.put(capture.mediaKey, jpeg);
          await deps.captures.put(course, capture);
          await identifyCapture(deps, `${course}/${session}/${id}`);
          faces += (await deps.captures.find(course, session, capture.id))?.faces.length ?? 0;
        }
      });
      sessions.push({ photographs, faces, calls });
    }
    return { enrolled, enrolment, sessions };
  } finally {
    await opened.close();
  }
};
