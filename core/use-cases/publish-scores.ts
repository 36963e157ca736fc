import type { Course } from '../attendance/course.ts';
import {
  columnOfCourse,
  columnOfSession,
  platformHost,
  recordsOfSession,
  sessionsToPublish,
} from '../attendance/grade-column.ts';
import { countStates, type PublishedCounts } from '../attendance/ledger.ts';
import { withJitter } from '../attendance/ledger-plan.ts';
import type { CourseId, MemberId } from '../ids.ts';
import type { GradeService } from '../lti/launch.ts';
import type { Services } from '../ports/services.ts';
import type { Task } from '../ports/work-queue.ts';
import { students } from '../roster/roster.ts';
import { placeOf } from './column-place.ts';
import { takeHostTurn } from './host-turn.ts';
import { type ColumnRun, type ColumnWork, publishColumn } from './publish-column.ts';
import { readStatuses, wantedOfSession, wantedScore } from './read-scores.ts';
import type { SendWatch } from './send-due-scores.ts';
import { publishTask } from './settle-session.ts';

type Deps = Pick<
  Services,
  | 'courses'
  | 'rosters'
  | 'sessions'
  | 'digests'
  | 'gradeColumns'
  | 'ledger'
  | 'gradebook'
  | 'leases'
  | 'work'
  | 'ids'
  | 'clock'
  | 'realtime'
>;

export interface Publishing {
  /** Asked before each call; throws when another process has taken over. */
  readonly keepLease?: () => Promise<void>;
  /** 0 to 1. */
  readonly random?: () => number;
}

/** While another course has its turn at the host. */
const waitSeconds = 2;
/** Then the others of the host come first. */
const scoresATurn = 100;

const publishLater = async (deps: Deps, course: CourseId, seconds: number): Promise<void> => {
  await deps.work.add(publishTask(deps, course, seconds));
};

/** Unless somebody wished for it sooner meanwhile. */
const wakeLater = async (deps: Deps, course: CourseId, asked: Task | null, seconds: number): Promise<void> => {
  const task = publishTask(deps, course, seconds);
  if (asked === null) await deps.work.add(task);
  else await deps.work.replace(asked, task);
};

/** The columns whose scores may differ from their records: the one over all sessions, and those of single sessions. */
const columnsOf = async (
  deps: Deps,
  course: Course,
  service: GradeService,
): Promise<Omit<ColumnWork, keyof SendWatch | 'random'>[]> => {
  const [{ sessions, statuses, bySession }, roster, stored] = await Promise.all([
    readStatuses(deps, course.id),
    deps.rosters.read(course.id),
    deps.gradeColumns.list(course.id),
  ]);
  const states = new Map(stored.map((state) => [state.column, state]));
  const [active, policy] = [students(roster), course.gradePolicy];
  return [
    {
      place: placeOf(course, service, columnOfCourse(course.id), 'attendance', states.get('attendance')),
      students: active,
      wanted: (member) => wantedScore(statuses, member, policy),
      settledFor: null,
    },
    ...sessionsToPublish(course, sessions, states).map((session) => ({
      place: placeOf(course, service, columnOfSession(session), session.id, states.get(session.id)),
      students: active,
      wanted: (member: MemberId) => wantedOfSession(bySession.get(session.id), member, policy),
      settledFor: recordsOfSession(session, policy),
    })),
  ];
};

/**
 * Makes the gradebook equal to the records, one column and one student after another, while it is this course's turn at
 * its platform's host. Whatever is left for later is added to the due work: because the platform says so, because the host
 * is busy, or because a newer change came in, which is then sent instead of the older one.
 */
export const publishScores = async (
  deps: Deps,
  id: CourseId,
  { keepLease = async () => {}, random = () => 0 }: Publishing = {},
): Promise<PublishedCounts> => {
  const asked = await deps.work.find('publish', id);
  const course = await deps.courses.find(id);
  const host = course === null ? null : platformHost(course);
  if (course === null || host === null || !course.gradeColumn.on || course.gradeService === null)
    return countStates([]);
  const turn = await takeHostTurn(deps, host, id);
  if (turn === null) {
    await publishLater(deps, id, withJitter(waitSeconds, random));
    return countStates(await deps.ledger.list(id));
  }
  let rest = 0;
  let sent = 0;
  let wakes: number | null = null;
  let total: ColumnRun | null = null;
  const watch: SendWatch = {
    async keep() {
      await keepLease();
      await turn.keep();
      sent += 1;
    },
    overtaken: async () => sent >= scoresATurn || (await deps.work.find('publish', id))?.stamp !== asked?.stamp,
    tell: (counts) => deps.realtime.publish(id, { kind: 'gradebook', ...counts }),
  };
  try {
    for (const column of await columnsOf(deps, course, course.gradeService)) {
      const tell = column.settledFor === null ? watch.tell : async () => {};
      const run = await publishColumn(deps, { ...column, ...watch, tell, random });
      total ??= run;
      if ((run.end === 'settled' || run.end === 'stopped') && run.wakesIn !== null)
        wakes = Math.min(run.wakesIn, wakes ?? run.wakesIn);
      if (run.end === 'later') {
        wakes = null;
        await publishLater(deps, id, run.seconds);
        if (run.throttled) rest = run.seconds;
        break;
      }
      if (run.end === 'overtaken') {
        wakes = null;
        if (sent >= scoresATurn) await publishLater(deps, id, waitSeconds);
        break;
      }
    }
    if (wakes !== null) await wakeLater(deps, id, asked, wakes);
  } finally {
    await (rest > 0 ? turn.rest(rest) : turn.end());
  }
  const counts = total?.counts ?? countStates([]);
  await watch.tell(counts);
  return counts;
};
