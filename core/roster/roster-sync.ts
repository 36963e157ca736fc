import { day, later } from '../later.ts';

/** Courses that nobody opens any more are left alone after so many days. */
const activeDays = 14;

export interface SyncedCourse {
  /** The day (UTC) on which it was last opened; unknown of one that was stored before this was noted. */
  readonly openedOn?: string | undefined;
  readonly rosterReadAt: string | null;
  readonly rosterService: object | null;
}

/**
 * When a course's roster is to be read next without anybody asking: a day after it was read last. Null: not at all, since the
 * platform offers no roster or nobody has opened the course for two weeks.
 */
export const nextRosterSync = (course: SyncedCourse, now: string): string | null => {
  const { openedOn, rosterReadAt, rosterService } = course;
  if (rosterService === null || openedOn === undefined) return null;
  if (Date.parse(now.slice(0, 10)) - Date.parse(openedOn) > activeDays * day) return null;
  const next = rosterReadAt === null ? now : later(rosterReadAt, day);
  return next < now ? now : next;
};
