import { asId, type CourseId } from '../../../core/ids.ts';
import type { Board, CaptureTicket } from '../../../lti-server/http/api-schema/board.ts';
import type { CoursePage, SessionSummary, Settings } from '../../../lti-server/http/api-schema/course.ts';
import { launchAs } from '../../../practice-lms/http-launch.ts';
import { failing } from '../crash-points.ts';
import { type Client, clientOf } from '../practice.ts';
import { letLeaseRunOut } from './deaths.ts';
import { type AwsStage, openStage, type StageOptions } from './stage.ts';
import { photographOf, uploadToBucket } from './upload.ts';

/** A course whose classes are photographed and confirmed, one after another, while things go wrong. */
export interface Rounds {
  readonly teacher: Client;
  readonly course: CourseId;
  /** Opens a session and uploads a photograph; answers its id. */
  photograph(): Promise<string>;
  /** Everybody present, or everybody absent by turns, so that each round changes every score; then confirms. */
  confirm(session: string): Promise<void>;
  stateOf(session: string): Promise<string | undefined>;
  /** What is not as it should be once the gradebook was filled; empty when all is well. */
  faults(session: string): Promise<string[]>;
  isPublished(): Promise<boolean>;
}

/** Calls again while a function answers that it could not; a person would press the button again. */
export const insisting = async <T>(call: () => Promise<T>, tries = 8): Promise<T> => {
  for (let tried = 1; ; tried += 1) {
    try {
      return await call();
    } catch (error) {
      if (tried === tries) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
};

const openRounds = async (stage: AwsStage, bodies: string[]): Promise<Rounds> => {
  const { bearer, status } = await launchAs(stage.lmsUrl, 'teacher-1', 'statistics');
  if (bearer === null) throw new Error(`launch refused: ${status}`);
  const teacher = clientOf(stage, bearer);
  for (const { id, kind } of stage.lms.platform.findCourse('statistics')?.members ?? []) {
    if (kind === 'ta' || kind === 'non-editing-teacher') await launchAs(stage.lmsUrl, id, 'statistics');
  }
  const { coverage, rosterProblem } = await teacher.call<CoursePage>('GET', '/course');
  if (coverage.students === 0) throw new Error(`the roster was not read: ${rosterProblem}`);
  const { lateCredit, gradeColumnOn } = await teacher.call<Settings>('GET', '/settings');
  await teacher.call('PUT', '/settings', { lateCredit: 0.8, gradeColumnOn: true, seen: { lateCredit, gradeColumnOn } });
  const picture = await photographOf(stage, 'biology-front');
  const board = (session: string) => teacher.call<Board>('GET', `/sessions/${session}`);
  let rounds = 0;
  let present = 0;
  const gradebook = () => {
    const { state } = stage.lms.platform;
    const [item] = state.lineItems;
    return Object.values(item === undefined ? {} : (state.scores[item.id] ?? {}));
  };
  const [task] = await stage.stores.work
    .due('9999-12-31T00:00:00.000Z', 100)
    .then((all) => all.filter(({ kind }) => kind === 'publish'));
  const course = asId<CourseId>(task?.key ?? '');
  return {
    teacher,
    course,
    async photograph() {
      const { id } = await insisting(() => teacher.call<SessionSummary>('POST', '/sessions', {}));
      const ticket = await insisting(() => teacher.call<CaptureTicket>('POST', `/sessions/${id}/captures`));
      const answer = await uploadToBucket(ticket, picture);
      if (answer !== 204) throw new Error(`upload: ${answer}`);
      return id;
    },
    async confirm(session) {
      rounds += 1;
      const isPresent = rounds % 2 === 1;
      if (isPresent) present += 1;
      bodies.length = 0;
      await insisting(async () => {
        const seen = await board(session);
        if (seen.session.state !== 'open') return;
        const changes = seen.members.map(({ id }) => ({ member: id, status: isPresent ? 'present' : 'absent' }));
        const { reviewVersion } = await teacher.call<Board>('PUT', `/sessions/${session}/review/members`, { changes });
        await teacher.call('POST', `/sessions/${session}/confirm`, { reviewVersion });
      });
    },
    stateOf: async (session) =>
      (await stage.stores.captures.list(course, asId(session), new Date(0).toISOString()))
        .map(({ state }) => state)
        .join(),
    async isPublished() {
      const entries = await stage.stores.ledger.list(course);
      const work = await stage.stores.work.find('publish', course);
      return work === null && entries.length > 0 && entries.every(({ state }) => state === 'confirmed');
    },
    async faults(session) {
      const scores = gradebook();
      const wanted = (100 * present) / rounds;
      const posted = new Map<string, Set<string>>();
      for (const body of bodies) {
        const { userId } = JSON.parse(body) as { userId: string };
        posted.set(userId, (posted.get(userId) ?? new Set()).add(body));
      }
      const kept = stage.bucket.everything().filter((one) => one.includes(`/${session}/`));
      const found = await stage.stores.sessions.find(course, asId(session));
      const checks: [boolean, string][] = [
        [found?.state === 'confirmed', `the session is ${found?.state}`],
        [scores.length > 3, `${scores.length} scores`],
        [scores.every(({ score }) => Math.abs((score ?? -1) - wanted) < 0.01), `not all scores are ${wanted}`],
        [[...posted.values()].every((one) => one.size === 1), 'a student was sent two scores'],
        [posted.size === scores.length, `scores of ${posted.size} of ${scores.length} were sent`],
        [kept.length === 0, `pictures are kept: ${kept.join(', ')}`],
      ];
      return failing(checks);
    },
  };
};

export interface RoundStage {
  readonly stage: AwsStage;
  readonly rounds: Rounds;
  /** What the platform was sent as scores; emptied when a class is confirmed. */
  readonly bodies: string[];
}

export const openRoundStage = async (options: Omit<StageOptions, 'lms'>): Promise<RoundStage> => {
  const bodies: string[] = [];
  const onScore = (_: number, body: string) => {
    bodies.push(body);
    return 'ok' as const;
  };
  const stage = await openStage({ ...options, lms: { onScore } });
  try {
    return { stage, bodies, rounds: await openRounds(stage, bodies) };
  } catch (error) {
    await stage.close();
    throw error;
  }
};

/**
 * As if hours went by: leases of the dead have run out, everything that waits is due now, and long so for who leaves others their
 * time. The bundles have no clock but the machine's.
 */
export const letTimePass = async (stage: AwsStage, course: CourseId): Promise<void> => {
  const { stores, lms } = stage;
  const long = new Date(Date.now() - 3_600_000).toISOString();
  const later = await stores.work.due('9999-12-31T00:00:00.000Z', 200);
  const hosts = [`host/${new URL(lms.url).host}`, `publish/${course}`, `confirm/${course}`];
  for (const name of [...hosts, ...later.map(({ kind, key }) => `${kind}/${key}`)]) await letLeaseRunOut(stage, name);
  for (const task of later) {
    if (task.kind === 'expire-captures' || task.kind === 'sync-roster' || task.kind === 'erase-face') continue;
    await stores.work.add({ ...task, dueAt: long });
  }
};

/** Delivers and ticks until it holds; time passes between when it does not. @throws Error when it never does */
export const drive = async (
  stage: AwsStage,
  course: CourseId,
  holds: () => Promise<boolean>,
  { rounds = 30, passTime = true } = {},
): Promise<void> => {
  for (let round = 0; round < rounds; round += 1) {
    await stage.delivery.deliver();
    if (await holds()) return;
    await stage.delivery.tick();
    if (await holds()) return;
    if (passTime && round % 3 === 2) await letTimePass(stage, course);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('it did not come to hold');
};
