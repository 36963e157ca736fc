import type { CourseId, SessionId } from '../ids.ts';
import type { LineItem } from '../ports/gradebook.ts';
import { type Course, gradeColumnLabel, lineItemResourceId, lineItemTag } from './course.ts';
import { type GradePolicy, maximumScore } from './grade-policy.ts';
import type { PublishedCounts } from './ledger.ts';
import type { Session } from './session.ts';

/** A column of the gradebook that Muster keeps: the one over all sessions, or that of one session. */
export type ColumnId = 'attendance' | SessionId;

/**
 * What is known of a column beside its scores. Nothing is sent while there is trouble; a teacher's word lifts it, and a platform
 * that could not be reached is asked again by itself.
 */
export interface ColumnState {
  readonly column: ColumnId;
  /** Of a session's column. That of the column over all sessions stands in its course. */
  readonly lineItemUrl: string | null;
  /** When it was made anew because somebody had deleted it: once, and then no more unasked. */
  readonly remadeAt: string | null;
  /** The line item in whose place that one is made: while it still is the known one, the making has not ended. */
  readonly remadeFor: string | null;
  readonly trouble: ColumnTrouble | null;
  /** Since when the results count as looked at, while scores are still on their way. */
  readonly listedAt: string | null;
  /** Before this nothing is asked of the platform. */
  readonly restUntil: string | null;
  /** How often in a row the platform could not be asked where scores belong, or for the results. */
  readonly attempts: number;
  /** Of a session's column: the records that it was last made equal to. */
  readonly settledFor: string | null;
  readonly counts: PublishedCounts;
  readonly version: number;
}

export interface ColumnTrouble {
  readonly reason: TroubleReason;
  readonly at: string;
}

/** Why a whole column stopped; the sentences are in the UI. */
export type TroubleReason = 'not-allowed' | 'concluded' | 'unpublished' | 'line-item-gone' | 'unreachable';

export const newColumn = (column: ColumnId): ColumnState => ({
  column,
  lineItemUrl: null,
  remadeAt: null,
  remadeFor: null,
  trouble: null,
  listedAt: null,
  restUntil: null,
  attempts: 0,
  settledFor: null,
  counts: { pending: 0, confirmed: 0, refused: 0, changed: 0 },
  version: 0,
});

/**
 * A teacher's "send again": everything may be tried anew, and a deleted column be made once more. A rest that the platform
 * asked for stays; one that we took ourselves does not.
 */
export const lifted = (state: ColumnState): ColumnState => ({
  ...state,
  trouble: null,
  restUntil: state.trouble?.reason === 'unreachable' ? null : state.restUntil,
  remadeAt: state.trouble?.reason === 'line-item-gone' ? null : state.remadeAt,
  listedAt: null,
  attempts: 0,
  settledFor: null,
});

export type WantedColumn = Omit<LineItem, 'id'> & {
  readonly resourceId: string;
  readonly tag: string;
  readonly endDateTime?: string;
};

/** Never with a resourceLinkId: Canvas would hide the column, and Moodle would leave it out of its launches. */
export const columnOfCourse = (course: CourseId): WantedColumn => ({
  label: gradeColumnLabel,
  scoreMaximum: maximumScore,
  resourceId: lineItemResourceId(course),
  tag: lineItemTag,
});

/** Canvas makes a due date of endDateTime. */
export const columnOfSession = ({ id, title, startsAt }: Session): WantedColumn => ({
  label: `Attendance ${startsAt.slice(0, 10)}${title === '' ? '' : `: ${title}`}`,
  scoreMaximum: maximumScore,
  resourceId: `muster:session:${id}`,
  tag: 'muster-session',
  endDateTime: startsAt,
});

/** Changes whenever a session's scores may have changed: with each confirmation, correction and undo, and with the policy. */
export const recordsOfSession = ({ version }: Session, { lateCredit }: GradePolicy): string =>
  `${version} ${lateCredit}`;

/** Sessions whose column is not known to equal their records. One that was never confirmed has no column and needs none. */
export const sessionsToPublish = (
  course: Course,
  sessions: readonly Session[],
  columns: ReadonlyMap<ColumnId, ColumnState>,
): Session[] =>
  course.gradeColumn.perSession === true
    ? sessions
        .filter(({ id, state }) => state === 'confirmed' || (state === 'open' && columns.has(id)))
        .filter((session) => columns.get(session.id)?.settledFor !== recordsOfSession(session, course.gradePolicy))
        .sort((a, b) => (`${a.startsAt} ${a.id}` < `${b.startsAt} ${b.id}` ? -1 : 1))
    : [];

/** Calls to one host are made one after another, whoever's they are. Null: the course has no gradebook. */
export const platformHost = ({ gradeService, gradeColumn }: Course): string | null => {
  const url = gradeColumn.lineItemUrl ?? gradeService?.lineItemsUrl ?? gradeService?.lineItemUrl ?? '';
  return /^https?:\/\/([^/?#]+)/i.exec(url)?.[1]?.toLowerCase() ?? null;
};
