import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { idSource } from '../../connectors/embedded/ids.ts';
import { memoryMedia } from '../../connectors/memory/media.ts';
import { memoryTable } from '../../connectors/memory/memory-table.ts';
import { memoryRealtime } from '../../connectors/memory/realtime.ts';
import { prometheusMetrics } from '../../connectors/prometheus/metrics.ts';
import type { Table } from '../../connectors/table.ts';
import { consentTextVersion } from '../../core/biometrics/consent.ts';
import { isMusterError, MusterError } from '../../core/errors.ts';
import { asId, type CourseId, type MemberId, type ReferenceId, type SessionId } from '../../core/ids.ts';
import { newPolicy } from '../../core/lti/registration.ts';
import type { FaceGallery } from '../../core/ports/face-gallery.ts';
import { setStatuses } from '../../core/use-cases/change-review.ts';
import { confirmReview, finishConfirmation } from '../../core/use-cases/confirm-review.ts';
import { identifyCapture } from '../../core/use-cases/identify-capture.ts';
import { readBoard } from '../../core/use-cases/read-board.ts';
import { recordConsent } from '../../core/use-cases/record-consent.ts';
import { undoConfirmation } from '../../core/use-cases/undo-confirmation.ts';
import { withdrawFace } from '../../core/use-cases/withdraw-face.ts';
import { dyingTable } from '../support/dying-table.ts';
import { photoEvidence } from '../support/photo-evidence.ts';
import { interposed } from '../support/races.ts';
import {
  aCapture,
  aConsent,
  aCourse,
  aMember,
  anAppSession,
  aRegistration,
  aSession,
  instant,
} from '../support/stored-things.ts';

const course = asId<CourseId>('c_1');
const elsewhere = asId<CourseId>('c_2');
const session = asId<SessionId>('s1');
const [ada, bea] = ['m_1', 'm_2'].map((id) => asId<MemberId>(id)) as [MemberId, MemberId];
const teacher = { member: asId<MemberId>('m_teacher'), name: 'Ms Ito' };
const registration = aRegistration({ policy: { ...newPolicy, faces: true } });
const engine = {
  engine: 'embedded',
  modelVersion: 'one',
  thresholds: { match: 55, review: 35, margin: 8, scale: 'linear' },
} as const;

const media = memoryMedia();
/** Sees Ada and Bea in every picture, and cannot be asked to forget anybody: the gallery's index goes on naming them. */
const gallery = {
  describe: async () => engine,
  identify: async () =>
    [ada, bea].map((member) => ({
      box: photoEvidence.box,
      heightPx: 90,
      candidates: [{ person: `p_${member}`, similarity: 80 }],
    })),
  async remove() {
    throw new MusterError('UNAVAILABLE');
  },
} as unknown as FaceGallery;

const on = (table: Table) => ({
  ...storesOn(table),
  media,
  gallery,
  realtime: memoryRealtime(),
  metrics: prometheusMetrics(),
  ids: idSource(),
  clock: { now: () => instant(60) },
});
type Deps = ReturnType<typeof on>;

const given = async (): Promise<Table> => {
  const table = memoryTable();
  const deps = on(table);
  await deps.registrations.put(registration);
  await deps.courses.put(aCourse());
  await deps.sessions.put(aSession(session));
  await deps.rosters.putMembers(course, [aMember(ada), aMember(bea)]);
  for (const member of [ada, bea]) {
    await deps.consents.put(aConsent(member, { courses: [course, elsewhere] }));
    const references = [asId<ReferenceId>(`${member}-1`)];
    await deps.galleryIndex.put(course, {
      member,
      enginePerson: `p_${member}`,
      enrolledAt: instant(0),
      references,
    });
  }
  await deps.seenFaces.put(course, new Map([ada, bea].map((member) => [member, instant(0)])));
  const capture = aCapture('k1');
  await media.put(capture.mediaKey, new Uint8Array([1]));
  await deps.captures.put(course, capture);
  return table;
};

const leaving: readonly [string, (deps: Deps) => Promise<unknown>][] = [
  ['takes everything back', (deps) => withdrawFace(deps, ada)],
  [
    'says no in this course',
    (deps) => {
      const learner = { session: anAppSession({ member: ada, role: 'student' }), registration, course };
      return recordConsent(deps, learner, { choice: 'declined', textVersion: consentTextVersion, language: 'en' });
    },
  ],
];

const identify = (deps: Deps) => identifyCapture(deps, `${course}/${session}/k1`);
const confirm = async (deps: Deps) => {
  const { review } = await readBoard(deps, course, session);
  await confirmReview(deps, course, session, teacher, { reviewVersion: review.version });
};

/** Who is measured by what the table holds of the session. */
const measured = async ({ captures, records }: Deps): Promise<MemberId[]> => {
  const named = (await captures.list(course, session, instant(0)))
    .flatMap(({ faces }) => faces.flatMap(({ candidates }) => candidates))
    .map(({ member }) => member);
  const recorded = (await records.listOfSession(course, session))
    .filter(({ evidence, history }) => [{ evidence }, ...history].some((entry) => entry.evidence.kind === 'photo'))
    .map(({ member }) => member);
  return [...new Set([...named, ...recorded])].sort();
};

const unlessUndecided = (error: unknown) => {
  if (!isMusterError(error, 'SESSION_UNDECIDED')) throw error;
};

interface Work {
  readonly before: (deps: Deps) => Promise<unknown>;
  readonly work: (deps: Deps) => Promise<unknown>;
}
const works: readonly [string, Work][] = [
  ['a photograph is compared', { before: async () => {}, work: identify }],
  [
    'a review is confirmed',
    {
      before: identify,
      // Somebody who is recognised no more has to be marked by hand: the teacher is told so, or has been before.
      work: (deps) => confirm(deps).catch(unlessUndecided),
    },
  ],
  [
    'a confirmation that was taken back is confirmed again with another status',
    {
      async before(deps) {
        await identify(deps);
        await confirm(deps);
        await undoConfirmation(deps, course, session);
        await setStatuses(deps, course, session, [{ member: ada, status: 'late', remark: null }]);
      },
      work: confirm,
    },
  ],
];

describe.each(leaving)('somebody who %s while', (_leave, leave) => {
  describe.each(works)('%s', (_work, { before, work }) => {
    const prepared = async (): Promise<Table> => {
      const table = await given();
      await before(on(table));
      return table;
    };
    const counted = async (act: (deps: Deps) => Promise<unknown>): Promise<number> => {
      const counting = interposed(await prepared(), 0, async () => {});
      await act(on(counting.table));
      return counting.operations();
    };

    it('is measured by nothing in the end, whichever of its steps they come between; the others are', async () => {
      const steps = await counted(work);
      expect(steps).toBeGreaterThan(8);
      for (let at = 1; at <= steps; at += 1) {
        const table = await prepared();
        await work(on(interposed(table, at, () => leave(on(table))).table));
        expect([at, await measured(on(table))]).toEqual([at, [bea]]);
      }
    });

    it('is measured by nothing in the end, whichever of their own steps it comes between', async () => {
      const steps = await counted(leave);
      expect(steps).toBeGreaterThan(8);
      for (let at = 1; at <= steps; at += 1) {
        const table = await prepared();
        await leave(on(interposed(table, at, () => work(on(table))).table));
        expect([at, await measured(on(table))]).toEqual([at, [bea]]);
      }
    });
  });
});

describe('somebody who takes everything back while a review is confirmed by a process that dies', () => {
  it('is measured by nothing once its work was done by another, wherever they come in and it dies', async () => {
    const prepared = async (): Promise<Table> => {
      const table = await given();
      await identify(on(table));
      return table;
    };
    const whole = dyingTable(await prepared(), Number.POSITIVE_INFINITY);
    const counting = interposed(whole.table, 0, async () => {});
    await confirm(on(counting.table));
    for (let at = 1; at <= counting.operations(); at += 1) {
      for (let dieAfter = 1; dieAfter <= whole.writes(); dieAfter += 1) {
        const table = await prepared();
        const meanwhile = interposed(table, at, () => withdrawFace(on(table), ada));
        await confirm(on(dyingTable(meanwhile.table, dieAfter).table)).catch(() => {});
        await finishConfirmation(on(table), `${course}/${session}`);
        const left = (await on(table).consents.find(ada))?.state === 'withdrawn' ? [] : [ada];
        expect([at, dieAfter, await measured(on(table))]).toEqual([at, dieAfter, [...left, bea]]);
      }
    }
  });
});
