import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { idSource } from '../../connectors/embedded/ids.ts';
import { memoryMedia } from '../../connectors/memory/media.ts';
import { memoryTable } from '../../connectors/memory/memory-table.ts';
import type { Table } from '../../connectors/table.ts';
import { type Consent, consentTextVersion } from '../../core/biometrics/consent.ts';
import type { Erasure } from '../../core/biometrics/erasure.ts';
import { asId, type CourseId, faceId, type MemberId, type SessionId } from '../../core/ids.ts';
import { newPolicy } from '../../core/lti/registration.ts';
import { eraseByTask } from '../../core/use-cases/erase-face.ts';
import { recordConsent } from '../../core/use-cases/record-consent.ts';
import { replayErasure } from '../../core/use-cases/replay-erasure.ts';
import { everyTask, runDueWork } from '../../core/use-cases/run-due-work.ts';
import { withdrawFace } from '../../core/use-cases/withdraw-face.ts';
import { dyingTable } from '../support/dying-table.ts';
import { photoEvidence } from '../support/photo-evidence.ts';
import {
  aCapture,
  aConsent,
  aMember,
  anAppSession,
  aRecord,
  aRegistration,
  aSession,
  instant,
} from '../support/stored-things.ts';

const [biology, statistics] = ['c_biology', 'c_statistics'].map((id) => asId<CourseId>(id)) as [CourseId, CourseId];
const [ada, bea] = ['m_1', 'm_2'].map((id) => asId<MemberId>(id)) as [MemberId, MemberId];
const courses = [biology, statistics];
const confirmed = asId<SessionId>('s1');
const open = asId<SessionId>('s2');

const on = (table: Table, seconds = 60) => ({
  ...storesOn(table),
  media: memoryMedia(),
  gallery: { remove: async () => {} },
  ids: idSource(),
  clock: { now: () => instant(seconds) },
});
type Deps = ReturnType<typeof on>;

const yes = aConsent(ada, { courses });

/** Ada and Bea are recorded by a photograph in both courses, and stand in a photograph that nobody has reviewed yet. */
const given = async (): Promise<Table> => {
  const table = memoryTable();
  const deps = on(table);
  for (const course of courses) {
    await deps.sessions.put(aSession(confirmed, { course, state: 'confirmed' }));
    await deps.sessions.put(aSession(open, { course }));
    await deps.rosters.putMembers(course, [aMember(ada), aMember(bea)]);
    await deps.records.putAll(
      course,
      [ada, bea].map((member) => aRecord(member, { evidence: photoEvidence })),
    );
    const capture = aCapture('k1', { session: open, state: 'identified' });
    const candidates = [ada, bea].map((member) => ({ member, similarity: 80 }));
    const face = { id: faceId(capture.id, 0), capture: capture.id, box: photoEvidence.box, heightPx: 90, candidates };
    await deps.captures.put(course, { ...capture, faces: [face] });
  }
  for (const member of [ada, bea]) await deps.consents.put({ ...yes, member });
  return table;
};

const learnerIn = (course: CourseId) => ({
  session: anAppSession({ member: ada, role: 'student', course }),
  registration: aRegistration({ policy: { ...newPolicy, faces: true } }),
  course,
});
const say = (deps: Deps, course: CourseId, choice: 'declined' | 'consented') =>
  recordConsent(deps, learnerIn(course), { choice, textVersion: consentTextVersion, language: 'en' });

const measured = async ({ records, captures }: Deps, course: CourseId, member: MemberId): Promise<boolean> => {
  const kept = await records.listOfMember(course, member, [confirmed, open]);
  const pictures = await captures.list(course, open, instant(0));
  expect(kept.map(({ status }) => status)).toEqual(['present']);
  expect(pictures).toHaveLength(1);
  return (
    [...kept, ...kept.flatMap(({ history }) => history)].some(({ evidence }) => evidence.kind === 'photo') ||
    JSON.stringify(pictures).includes(member)
  );
};
const measuredIn = async (deps: Deps, member = ada) => {
  const all = await Promise.all(courses.map((course) => measured(deps, course, member)));
  return courses.filter((_, at) => all[at]);
};

const doDueWork = (table: Table, seconds: number) => {
  const deps = on(table, seconds);
  return runDueWork(deps, { ...everyTask(async () => {}), 'erase-face': (key) => eraseByTask(deps, key) }, 'worker');
};

describe('a student who has said yes in two courses and says no in one', () => {
  it('is without measurements there, and nobody else is; the other course keeps them', async () => {
    const deps = on(await given());
    await say(deps, biology, 'declined');
    expect(await measuredIn(deps)).toEqual([statistics]);
    expect(await measuredIn(deps, bea)).toEqual(courses);
    expect(await deps.work.standing('erase-face')).toEqual([]);
  });

  it('is so wherever the process dies, as soon as the no stands', async () => {
    const whole = dyingTable(await given(), Number.POSITIVE_INFINITY);
    await say(on(whole.table), biology, 'declined');
    expect(whole.writes()).toBeGreaterThan(6);
    for (let dieAfter = 1; dieAfter <= whole.writes(); dieAfter += 1) {
      const table = await given();
      await expect(say(on(dyingTable(table, dieAfter).table), biology, 'declined')).rejects.toThrow('died');
      await doDueWork(table, 200);
      const deps = on(table);
      const stands = (await deps.consents.find(ada))?.courses.includes(biology);
      expect([dieAfter, await measuredIn(deps)]).toEqual([dieAfter, stands ? courses : [statistics]]);
      expect(await deps.work.due(instant(100_000), 25)).toEqual([]);
    }
  });

  it('keeps nothing anywhere after a no in the other as well', async () => {
    const deps = on(await given());
    for (const course of courses) await say(deps, course, 'declined');
    expect(await measuredIn(deps)).toEqual([]);
  });

  it('begins anew with a yes: what was left to erase goes first', async () => {
    const table = await given();
    const deps = on(table);
    await deps.consents.put({ ...yes, courses: [statistics], declinedIn: [biology], version: 2 });
    await say(deps, biology, 'consented');
    expect(await measuredIn(deps)).toEqual([statistics]);
  });
});

describe('a student who said no in one course when a no left the measurements there', () => {
  const declined: Consent = { ...yes, courses: [statistics], declinedIn: [biology], version: 2 };

  it.each([
    ['takes everything back', (deps: Deps) => withdrawFace(deps, ada)],
    ['says no in the last course', (deps: Deps) => say(deps, statistics, 'declined')],
  ])('and %s now keeps nothing anywhere', async (_, leave) => {
    const deps = on(await given());
    await deps.consents.put(declined);
    await leave(deps);
    expect(await measuredIn(deps)).toEqual([]);
    expect(await deps.work.standing('erase-face')).toEqual([]);
  });
});

describe('a no in one course, done again in an older copy of the table', () => {
  const erasure: Erasure = { id: 'e1', at: instant(30), member: ada, kind: 'course', course: biology };

  it('erases the measurements there again', async () => {
    const deps = on(await given());
    expect(await replayErasure(deps, erasure)).toBe(true);
    expect(await measuredIn(deps)).toEqual([statistics]);
    expect(await replayErasure(deps, erasure)).toBe(false);
  });

  it('erases them also where the copy knows of the no, and not of all that followed', async () => {
    const deps = on(await given());
    await deps.consents.put({ ...yes, courses: [statistics], declinedIn: [biology], version: 2 });
    expect(await replayErasure(deps, erasure)).toBe(true);
    expect(await measuredIn(deps)).toEqual([statistics]);
  });

  it('is so wherever the process dies', async () => {
    const whole = dyingTable(await given(), Number.POSITIVE_INFINITY);
    await replayErasure(on(whole.table), erasure);
    for (let dieAfter = 1; dieAfter <= whole.writes(); dieAfter += 1) {
      const table = await given();
      await expect(replayErasure(on(dyingTable(table, dieAfter).table), erasure)).rejects.toThrow('died');
      await doDueWork(table, 200);
      const deps = on(table);
      const stands = (await deps.consents.find(ada))?.courses.includes(biology);
      expect([dieAfter, await measuredIn(deps)]).toEqual([dieAfter, stands ? courses : [statistics]]);
    }
  });

  it('of everything reaches the courses declined in as well', async () => {
    const deps = on(await given());
    await deps.consents.put({ ...yes, courses: [statistics], declinedIn: [biology], version: 2 });
    expect(await replayErasure(deps, { ...erasure, kind: 'face', course: null })).toBe(true);
    expect(await measuredIn(deps)).toEqual([]);
  });
});
