import sharp from 'sharp';

import { pictureReader } from '../../connectors/embedded/picture-reader.ts';
import { memoryMedia } from '../../connectors/memory/media.ts';
import { prometheusMetrics } from '../../connectors/prometheus/metrics.ts';
import { asId, type MemberId, type ReferenceId } from '../../core/ids.ts';
import { newPolicy } from '../../core/lti/registration.ts';
import type { FaceGallery, IdentifiedFace } from '../../core/ports/face-gallery.ts';
import { markRest } from '../../core/use-cases/change-review.ts';
import { confirmReview } from '../../core/use-cases/confirm-review.ts';
import { identifyCapture } from '../../core/use-cases/identify-capture.ts';
import { openSession } from '../../core/use-cases/open-session.ts';
import { readBoard } from '../../core/use-cases/read-board.ts';
import { receiveCapture } from '../../core/use-cases/receive-capture.ts';
import { startCapture } from '../../core/use-cases/take-capture.ts';
import { openBareDynamoDb } from './bare-dynamodb.ts';
import { crowd } from './lms-connector.ts';
import { memberOf, openPublishing } from './publishing.ts';
import { aConsent, aRegistration, instant } from './stored-things.ts';
import { type WireCounts, wireMeter } from './wire-meter.ts';

/** As many as Rekognition detects in one picture, and as an item holds. */
const facesPerShot = 100;

/** What each part of taking attendance once asks of DynamoDB in a class of so many. */
export interface SessionCosts {
  readonly students: number;
  readonly photographs: number;
  readonly parts: Readonly<Record<'photograph' | 'review' | 'confirm' | 'publish', WireCounts>>;
  readonly total: WireCounts;
}

const sumOf = (parts: readonly WireCounts[]): WireCounts => {
  const requests: Record<string, number> = {};
  for (const part of parts) {
    for (const [operation, count] of Object.entries(part.requests)) {
      requests[operation] = (requests[operation] ?? 0) + count;
    }
  }
  return {
    requests,
    readUnits: parts.reduce((sum, { readUnits }) => sum + readUnits, 0),
    writeUnits: parts.reduce((sum, { writeUnits }) => sum + writeUnits, 0),
  };
};

/** Sees the next hundred people in each picture, and the first again after the last. How faces are recognised makes no difference to the table. */
const seeingEverybody = (people: readonly string[]): Pick<FaceGallery, 'describe' | 'identify'> => {
  let shot = 0;
  return {
    describe: async () => ({
      engine: 'embedded',
      modelVersion: 'one',
      thresholds: { match: 55, review: 35, margin: 8, scale: 'linear' },
      qualityLimits: {
        minHeightPx: 90,
        minBrightness: 18,
        maxBrightness: 88,
        minSharpness: 22,
        maxYaw: 40,
        maxPitch: 38,
      },
      origin: 'made for counting',
    }),
    async identify() {
      const shown = Math.min(facesPerShot, people.length);
      const seen = Array.from({ length: shown }, (_, at) => people[(shot * facesPerShot + at) % people.length] ?? '');
      shot += 1;
      return seen.map((person, index): IdentifiedFace => {
        const others = [1, 2, 3, 4].map((step) => people[(index + step) % people.length] ?? person);
        const second = [...new Set(others)].filter((other) => other !== person);
        return {
          box: { left: (index % 10) / 10, top: Math.floor(index / 10) / 10, width: 0.08, height: 0.08 },
          heightPx: 80,
          candidates: [person, ...second].map((one, at) => ({ person: `p_${one}`, similarity: 80 - 10 * at })),
        };
      });
    },
  };
};

/**
 * One session from opening to the last grade in the gradebook, by the real use cases on DynamoDB's API and against the
 * practice LMS: each picture shows a hundred people at most, the board is read three times, the rest is marked absent.
 */
export const sessionCosts = async (students: number, photographs = 1): Promise<SessionCosts> => {
  const database = await openBareDynamoDb();
  const meter = wireMeter(database.client);
  const course = crowd(students);
  const publishing = await openPublishing({ moreCourses: [course] }, database.table);
  try {
    const { deps, lms, clock } = publishing;
    const id = await publishing.course('crowd', Object.fromEntries(course.members.map((person) => [person.id, []])));
    const registration = aRegistration({ id: lms.id, policy: { ...newPolicy, faces: true } });
    await deps.registrations.put(registration);
    for (const { id: person } of course.members) {
      const references = [1, 2, 3].map((n) => asId<ReferenceId>(`${person}-${n}`));
      await deps.consents.put(aConsent(memberOf(person), { courses: [id] }));
      await deps.galleryIndex.put(id, {
        member: memberOf(person),
        enginePerson: `p_${person}`,
        enrolledAt: instant(0),
        references,
      });
    }
    const inPicture = course.members.slice(0, Math.ceil(students * 0.9)).map((person) => person.id);
    const gallery = seeingEverybody(inPicture) as FaceGallery;
    const all = {
      ...deps,
      clock,
      media: memoryMedia(),
      pictures: pictureReader(),
      gallery,
      metrics: prometheusMetrics(),
    };
    const teacher = { member: asId<MemberId>('m_teacher'), name: 'Ms Ito' };
    const jpeg = await sharp({ create: { width: 800, height: 600, channels: 3, background: '#999' } })
      .jpeg()
      .toBuffer();
    const count = async <T>(work: () => Promise<T>): Promise<readonly [WireCounts, T]> => {
      meter.reset();
      const answer = await work();
      return [meter.counts(), answer];
    };

    const [photograph, session] = await count(async () => {
      const opened = await openSession(all, { course: id, by: teacher.member });
      for (let shot = 0; shot < photographs; shot += 1) {
        const { capture, ticket } = await startCapture(all, registration, id, opened.id);
        await receiveCapture(all, ticket.id, jpeg);
        const key = `${id}/${opened.id}/${capture.id}`;
        await identifyCapture(all, key);
        const task = await all.work.find('identify', key);
        if (task !== null) await all.work.done(task);
      }
      return opened.id;
    });
    const [review] = await count(async () => {
      for (let look = 0; look < 3; look += 1) await readBoard(all, id, session);
      await markRest(all, id, session, 'absent');
    });
    const { review: reviewed } = await readBoard(all, id, session);
    const [confirm] = await count(() => confirmReview(all, id, session, teacher, { reviewVersion: reviewed.version }));
    const [publish] = await count(() => publishing.settle());
    const grades = Object.keys(publishing.grades()).length;
    if (grades !== students) throw new Error(`${grades} of ${students} grades arrived`);
    const parts = { photograph, review, confirm, publish };
    return { students, photographs, parts, total: sumOf(Object.values(parts)) };
  } finally {
    await publishing.close();
    await database.close();
  }
};
