import type { Face } from '../core/biometrics/identification.ts';
import { asId, type CaptureId, type CourseId, faceId, type MemberId, type SessionId } from '../core/ids.ts';
import type { Services } from '../core/ports/services.ts';
import type { Me } from '../lti-server/http/api-schema/me.ts';
import { clientFor, type RunningPractice } from '../test/support/practice.ts';
import { openCrowd } from '../test/support/stage.ts';
import { photograph } from '../test/support/take-photographs.ts';

/** A lecture: four pictures, three hundred faces of five hundred people, a dozen that need a look. */
const pictures = 4;
const facesInPicture = 75;
const needALook = 12;
const columns = 15;

const faceAt = (capture: CaptureId, index: number, members: readonly MemberId[]): Face => {
  const person = members[index % members.length];
  const others = members.slice(-3);
  const uncertain = index < needALook / pictures;
  const [column, row] = [index % columns, Math.floor(index / columns)];
  return {
    id: faceId(capture, index),
    capture,
    box: { left: column / columns, top: 0.1 + row * 0.15, width: 0.04, height: 0.08 },
    heightPx: 90,
    candidates: [person, ...others].flatMap((member, rank) =>
      member === undefined ? [] : [{ member, similarity: (uncertain ? 75 : 99) - rank * 10 }],
    ),
  };
};

/** Enrolled as far as the gallery of a course can tell, so that reading it anew leaves everybody in their place. */
const enrolInName = async (services: Services, course: CourseId, member: MemberId, enrolledAt: string) => {
  const [enginePerson, references] = [member, []];
  await services.consents.put({
    member,
    state: 'consented',
    textVersion: 'bench',
    language: 'en',
    at: enrolledAt,
    courses: [course],
    version: 1,
  });
  await services.enrolments.put({
    member,
    state: 'active',
    references,
    enrolledAt,
    resembles: null,
    enginePerson,
    version: 1,
  });
  await services.galleryIndex.put(course, { member, enginePerson, enrolledAt, references });
};

export interface Crowd {
  readonly session: string;
  readonly people: number;
  readonly faces: number;
}

/** The course of five hundred with its pictures compared, as recognition would have left them. */
export const openLecture = async (practice: RunningPractice): Promise<Crowd> => {
  const { services } = practice.muster;
  const session = asId<SessionId>(await openCrowd(practice));
  const teacher = await clientFor(practice, 'teacher-1', 'statistics');
  const course = asId<CourseId>((await teacher.call<Me>('GET', '/me')).course?.id ?? '');
  const members = (await services.rosters.read(course)).members
    .filter(({ role }) => role === 'student')
    .map(({ id }) => id);
  // Known for long: nobody of them is a new face.
  const enrolledAt = services.clock.now();
  await services.seenFaces.put(course, new Map(members.map((member) => [member, enrolledAt])));
  for (const member of members) await enrolInName(services, course, member, enrolledAt);
  const picture = await photograph(practice, 'biology-front');
  const { engine, modelVersion } = await services.gallery.describe();
  const thresholds = { match: 80, review: 60, margin: 5, scale: 'linear' } as const;
  for (let index = 0; index < pictures; index += 1) {
    const id = asId<CaptureId>(`lecture-${index}`);
    const here = members.slice(index * facesInPicture);
    const faces = Array.from({ length: facesInPicture }, (_, face) => faceAt(id, face, here));
    const mediaKey = `captures/${course}/${session}/${id}.jpg`;
    await services.media.put(mediaKey, picture);
    await services.captures.put(course, {
      id,
      session,
      state: 'identified',
      mediaKey,
      takenAt: services.clock.now(),
      width: 1920,
      height: 1440,
      hash: 'ab'.repeat(32),
      facesCompared: faces.length,
      facesFound: faces.length,
      faces,
      engine: { engine, modelVersion, thresholds },
      failure: null,
      expiresAt: new Date(Date.parse(services.clock.now()) + 3_600_000).toISOString(),
      version: 1,
    });
  }
  return { session, people: members.length, faces: pictures * facesInPicture };
};
