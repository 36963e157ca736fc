import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { idSource } from '../../connectors/embedded/ids.ts';
import { memoryMedia } from '../../connectors/memory/media.ts';
import { memoryTable } from '../../connectors/memory/memory-table.ts';
import { memoryRealtime } from '../../connectors/memory/realtime.ts';
import { prometheusMetrics } from '../../connectors/prometheus/metrics.ts';
import type { Capture } from '../../core/attendance/capture.ts';
import type { Status } from '../../core/attendance/status.ts';
import {
  asId,
  type CaptureId,
  type CourseId,
  faceId,
  type MemberId,
  type ReferenceId,
  type SessionId,
} from '../../core/ids.ts';
import { confirmReview } from '../../core/use-cases/confirm-review.ts';
import { countingTable, type TableCounts } from '../support/counting-table.ts';
import { aCapture, aConsent, aMember, aSession, instant } from '../support/stored-things.ts';

const course = asId<CourseId>('c_1');
const members = Array.from({ length: 500 }, (_, n) => asId<MemberId>(`m_${String(n).padStart(3, '0')}`));
/** The first 200 are in the photograph; the others, and ten of those, are marked by hand. */
const [inPhotograph, byHand] = [members.slice(0, 200), members.slice(190)];
const statusOf = (index: number): Status => (['present', 'late', 'absent', 'excused'] as const)[index % 4] ?? 'present';
const sessionId = (n: number) => asId<SessionId>(`s${String(n).padStart(4, '0')}`);
const teacher = { member: asId<MemberId>('m_teacher'), name: 'Ms Ito' };

/** Identified: one face for each, with somebody else as the second candidate. */
const photographIn = (session: SessionId): Capture => {
  const id = asId<CaptureId>(`k-${session}`);
  const faces = inPhotograph.map((member, index) => ({
    id: faceId(id, index),
    capture: id,
    box: { left: (index % 20) / 20, top: Math.floor(index / 20) / 20, width: 0.04, height: 0.04 },
    heightPx: 60,
    candidates: [
      { member, similarity: 80 },
      { member: members[499 - index] ?? member, similarity: 30 },
    ],
  }));
  return aCapture(id, {
    session,
    state: 'identified',
    mediaKey: `captures/${course}/${session}/${id}.jpg`,
    faces,
    facesCompared: faces.length,
    facesFound: faces.length,
    engine: {
      engine: 'embedded',
      modelVersion: 'one',
      thresholds: { match: 55, review: 35, margin: 8, scale: 'linear' },
    },
  });
};

/** What confirming a class of 500 asks of the table in a course that has confirmed so many sessions before. */
const costAfter = async (sessionsBefore: number): Promise<TableCounts> => {
  const counting = countingTable(memoryTable());
  const stores = storesOn(counting.table);
  const media = memoryMedia();
  await stores.rosters.putMembers(
    course,
    members.map((member) => aMember(member)),
  );
  const enrolledAt = instant(0);
  for (const member of members) {
    const person = { member, enginePerson: `p_${member}`, enrolledAt };
    const references = ['1', '2', '3'].map((n) => ({
      id: asId<ReferenceId>(`${member}-${n}`),
      mediaKey: n,
      addedAt: n,
    }));
    await stores.consents.put(aConsent(member));
    await stores.galleryIndex.put(course, { ...person, references: references.map(({ id }) => id) });
    await stores.enrolments.put({ ...person, state: 'active', resembles: null, references, version: 1 });
  }
  const deps = {
    ...stores,
    media,
    realtime: memoryRealtime(),
    metrics: prometheusMetrics(),
    ids: idSource(),
    clock: { now: () => instant(60) },
  };
  const confirm = async (session: SessionId): Promise<TableCounts> => {
    await stores.sessions.put(aSession(session));
    const capture = photographIn(session);
    await media.put(capture.mediaKey, new Uint8Array([1]));
    await stores.captures.put(course, capture);
    const statuses = byHand.map((member, index) => [member, { status: statusOf(index), remark: null }] as const);
    await stores.reviews.put(course, { session, verdicts: {}, statuses: Object.fromEntries(statuses), version: 1 });
    counting.reset();
    await confirmReview(deps, course, session, teacher, { reviewVersion: 1 });
    return counting.counts();
  };
  for (let n = 1; n <= sessionsBefore; n += 1) await confirm(sessionId(n));
  const session = sessionId(sessionsBefore + 1);
  const counts = await confirm(session);
  const records = await stores.records.listOfSession(course, session);
  expect(records).toHaveLength(500);
  expect(records.filter(({ evidence }) => evidence.kind === 'photo')).toHaveLength(190);
  return counts;
};

describe('confirming a class of 500, some in a photograph and some by hand', () => {
  let first: TableCounts;
  let second: TableCounts;
  beforeAll(async () => {
    first = await costAfter(0);
    second = await costAfter(1);
  });

  it('costs one write a record and a constant', () => {
    const constant = { confirm: 2, SESSION: 2, DIGEST: 1, publish: 1, CAPTURE: 1, REVIEW: 1 };
    // The first time somebody is seen, their course notes it: one item for all of them.
    expect(first.writes).toEqual({ RECORD: 500, ...constant, SEENFACES: 1 });
    expect(second.writes).toEqual({ RECORD: 500, ...constant });
  });

  it('reads no item of a single student but the consents of those who were recognised', () => {
    const constant = { COURSE: 2, SESSION: 3, REVIEW: 2, SEENFACES: 3 };
    expect(first.reads).toEqual({ ...constant, CONSENT: 190 });
    expect(second.reads).toEqual({ ...constant, CONSENT: 190 });
    expect(first.queries).toBe(second.queries);
    expect(second.queries).toBe(11);
  });

  it('costs the same after 100 sessions as after one', async () => {
    expect(await costAfter(100)).toEqual(second);
  });
});
