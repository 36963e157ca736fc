import { isMusterError } from '../../core/errors.ts';
import type { CourseId } from '../../core/ids.ts';
import { refreshRoster } from '../../core/use-cases/refresh-roster.ts';
import type { App } from '../app.ts';

/** Between two reads of one course that people ask for. */
const byHandMs = 15_000;
/** A read that failed is not tried again by each view of the page. */
const afterFailureMs = 60_000;
/** Of courses read; the oldest are forgotten, which costs a read at most. */
const remembered = 10_000;

interface Read {
  readonly at: number;
  readonly isByHand: boolean;
  /** The error's code, or null when the roster was read. */
  readonly problem: Promise<string | null>;
  isOver: boolean;
}

type RosterReadsDeps = Pick<App, 'courses' | 'rosters' | 'rosterSource' | 'ids' | 'clock' | 'work' | 'wake'>;

/** Answers the roster's trouble, which is told on the page: the page itself still comes. */
export interface RosterReads {
  /** Somebody asks for it. */
  byHand(course: CourseId): Promise<string | null>;
  /** A page is shown, and what is stored is old. */
  whenStale(course: CourseId): Promise<string | null>;
}

/**
 * Reads a course's roster once for all who ask at the same time, and not again soon after. Kept in this process' memory:
 * several processes read once each, and a new one starts afresh.
 */
export const rosterReads = (app: RosterReadsDeps): RosterReads => {
  const reads = new Map<CourseId, Read>();
  const now = () => Date.parse(app.clock.now());
  const tryRefresh = async (course: CourseId): Promise<string | null> => {
    try {
      await refreshRoster(app, course);
      app.wake();
      return null;
    } catch (error) {
      if (!isMusterError(error)) throw error;
      return error.code;
    }
  };
  const begin = (course: CourseId, isByHand: boolean): Promise<string | null> => {
    const read: Read = { at: now(), isByHand, problem: tryRefresh(course), isOver: false };
    const end = () => {
      read.isOver = true;
    };
    read.problem.then(end, end);
    reads.delete(course);
    reads.set(course, read);
    const [oldest] = reads.keys();
    if (reads.size > remembered && oldest !== undefined) reads.delete(oldest);
    return read.problem;
  };
  /** The last read's answer while it runs or `waitMs` have not passed; else a new one's. */
  const read = async (course: CourseId, isByHand: boolean, waitMs: (last: Read) => Promise<number>) => {
    const last = reads.get(course);
    if (last === undefined) return begin(course, isByHand);
    if (!last.isOver) return last.problem;
    const wait = await waitMs(last);
    if (now() - last.at < wait) return last.problem;
    // Somebody else may have begun one meanwhile.
    const newest = reads.get(course);
    return newest === undefined || newest === last ? begin(course, isByHand) : newest.problem;
  };
  const failed = ({ problem }: Read) =>
    problem.then(
      (code) => code !== null,
      () => true,
    );
  return {
    byHand: (course) => read(course, true, async ({ isByHand }) => (isByHand ? byHandMs : 0)),
    whenStale: (course) => read(course, false, async (last) => ((await failed(last)) ? afterFailureMs : 0)),
  };
};
