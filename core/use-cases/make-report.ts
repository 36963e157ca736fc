import { scoreOf } from '../attendance/grade-policy.ts';
import { type Report, reportDays, reportHead, reportRows } from '../attendance/report.ts';
import { byteOrderMark } from '../csv.ts';
import { isMusterError } from '../errors.ts';
import { asId, type CourseId, type MemberId } from '../ids.ts';
import { day, later } from '../later.ts';
import type { Services } from '../ports/services.ts';
import type { Task } from '../ports/work-queue.ts';
import { untilUnchanged } from '../retry.ts';
import { newTask } from './new-task.ts';
import { getCourse } from './read-course-page.ts';
import { readStatuses } from './read-scores.ts';

/** Tried so often, over some seconds: somebody waits for it, and can ask again. */
const mostTries = 4;

type Place = Pick<Report, 'course' | 'askedBy'>;

const fileKey = ({ course, askedBy }: Place): string => `reports/${course}/${askedBy}.csv`;

const reportTask = (deps: Pick<Services, 'ids' | 'clock'>, { course, askedBy }: Place, dueAt: string): Task =>
  newTask(deps, 'report', `${course}/${askedBy}`, dueAt);

type AskDeps = Pick<Services, 'reports' | 'work' | 'ids' | 'clock'>;

/**
 * Asks for a new file in the place of the last one. The item stands before its task: should the process die between them,
 * asking again finds it and adds the task, as it does when somebody presses twice.
 */
export const askForReport = (deps: AskDeps, course: CourseId, askedBy: MemberId, timeZone: string): Promise<Report> =>
  untilUnchanged(async () => {
    const now = deps.clock.now();
    const standing = await deps.reports.find(course, askedBy);
    if (standing?.state === 'asked' && standing.timeZone === timeZone) {
      await deps.work.add(reportTask(deps, standing, now));
      return standing;
    }
    const expiresAt = later(now, reportDays * day);
    const version = (standing?.version ?? 0) + 1;
    const asked = {
      course,
      askedBy,
      askedAt: now,
      timeZone,
      state: 'asked',
      endedAt: null,
      expiresAt,
      version,
    } as const;
    await deps.reports.put(asked);
    await deps.work.add(reportTask(deps, asked, now));
    return asked;
  });

type Deps = AskDeps & Pick<Services, 'courses' | 'rosters' | 'sessions' | 'records' | 'digests' | 'reportFiles'>;

/** The file, session by session: what is held at a time is one session, whatever the course has seen. */
async function* contentOf(
  deps: Deps,
  { course: id, timeZone }: Report,
  keepLease: () => Promise<void>,
): AsyncGenerator<string> {
  const [course, roster, { sessions, statuses }] = await Promise.all([
    getCourse(deps, id),
    deps.rosters.read(id),
    readStatuses(deps, id),
  ]);
  const members = new Map(roster.members.map((member) => [member.id, member]));
  const percents = new Map([...statuses].map(([member, all]) => [member, scoreOf(all, course.gradePolicy)]));
  yield byteOrderMark + reportHead(timeZone);
  const confirmed = sessions.filter(({ state }) => state === 'confirmed');
  for (const session of confirmed.sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1))) {
    await keepLease();
    const records = await deps.records.listOfSession(id, session.id);
    yield reportRows(session, records, { members, percents, timeZone });
  }
}

/** Its erasing is due work. Whoever asked anew in the meantime added the same task: it must not wait until then. */
const eraseLater = async (deps: Deps, { course, askedBy, expiresAt }: Report): Promise<void> => {
  await deps.work.add(reportTask(deps, { course, askedBy }, expiresAt));
  const now = await deps.reports.find(course, askedBy);
  if (now?.state === 'asked') await deps.work.add(reportTask(deps, now, deps.clock.now()));
};

/** Its own end, unless somebody asked anew meanwhile: their task has the last word. */
const end = async (deps: Deps, report: Report, state: 'ready' | 'failed'): Promise<void> => {
  try {
    await deps.reports.put({ ...report, state, endedAt: deps.clock.now(), version: report.version + 1 });
  } catch (error) {
    if (!isMusterError(error, 'RECORD_CHANGED')) throw error;
  }
  await eraseLater(deps, report);
};

const make = async (deps: Deps, report: Report, key: string, keepLease: () => Promise<void>): Promise<void> => {
  try {
    await deps.reportFiles.put(fileKey(report), contentOf(deps, report, keepLease), 'text/csv; charset=utf-8');
  } catch (error) {
    const before = (await deps.work.find('report', key))?.attempts ?? 0;
    const isLast =
      before + 1 >= mostTries || (isMusterError(error) && !error.retryable && error.code !== 'RECORD_CHANGED');
    if (!isLast) throw error;
    return end(deps, report, 'failed');
  }
  await end(deps, report, 'ready');
};

/**
 * Makes the file that somebody asked for; takes the one away whose time is over. Safe to repeat: what is ready stays.
 * @throws MusterError UNAVAILABLE, THROTTLED: try again later
 */
export const makeReport = async (
  deps: Deps,
  key: string,
  keepLease: () => Promise<void> = async () => {},
): Promise<void> => {
  const [course, askedBy] = key.split('/').map((part) => asId(part)) as [CourseId, MemberId];
  const report = await deps.reports.find(course, askedBy);
  if (report === null) return deps.reportFiles.erase(fileKey({ course, askedBy }));
  if (report.state === 'asked') return make(deps, report, key, keepLease);
  if (report.expiresAt > deps.clock.now()) return eraseLater(deps, report);
  await deps.reportFiles.erase(fileKey(report));
  await deps.reports.remove(course, askedBy);
};

const linkMinutes = 5;

/** Where the file can be fetched now; null when there is none, or none any more. */
export const linkToReport = async (
  deps: Pick<Services, 'reports' | 'reportFiles' | 'clock'>,
  course: CourseId,
  askedBy: MemberId,
  fileName: string,
): Promise<string | null> => {
  const report = await deps.reports.find(course, askedBy);
  if (report?.state !== 'ready' || report.expiresAt <= deps.clock.now()) return null;
  return deps.reportFiles.link(fileKey(report), fileName, linkMinutes);
};
