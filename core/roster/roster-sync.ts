/** Courses that nobody opens any more are left alone after so many days. */
const activeDays = 14;
const hour = 3_600_000;
const day = 24 * hour;

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
  const next = rosterReadAt === null ? now : new Date(Date.parse(rosterReadAt) + day).toISOString();
  return next < now ? now : next;
};

/** Of one that could not be read, or was read a moment ago: a day from now. */
export const aDayAfter = (now: string): string => new Date(Date.parse(now) + day).toISOString();
