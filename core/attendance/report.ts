import { type CsvCell, csvRow } from '../csv.ts';
import type { CourseId, MemberId } from '../ids.ts';
import type { CourseRole } from '../lti/roles.ts';
import type { Member } from '../roster/roster.ts';
import type { AttendanceRecord, Evidence } from './record.ts';
import type { Session } from './session.ts';
import type { Status } from './status.ts';

/** One file with all records of a course, made for one person who asked for it. A new one takes the place of the last. */
export interface Report {
  readonly course: CourseId;
  readonly askedBy: MemberId;
  readonly askedAt: string;
  /** IANA name: in which zone the times of the file are written. */
  readonly timeZone: string;
  readonly state: 'asked' | 'ready' | 'failed';
  /** When it became ready or failed. */
  readonly endedAt: string | null;
  /** Its file is erased then. */
  readonly expiresAt: string;
  readonly version: number;
}

export const reportDays = 7;

const clocks = new Map<string, Intl.DateTimeFormat>();
const clockOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  const [year, month, day, hour, minute] = ['numeric', '2-digit', '2-digit', '2-digit', '2-digit'] as const;
  const made = new Intl.DateTimeFormat('en', { timeZone, year, month, day, hour, minute, hourCycle: 'h23' });
  clocks.set(timeZone, made);
  return made;
};

/** "2026-03-01 10:00": what spreadsheets take for a date and time, whatever their language. */
export const localTime = (iso: string, timeZone: string): string => {
  const parts = new Map(
    clockOf(timeZone)
      .formatToParts(new Date(iso))
      .map(({ type, value }) => [type, value]),
  );
  const of = (...types: Intl.DateTimeFormatPartTypes[]) => types.map((type) => parts.get(type) ?? '');
  return `${of('year', 'month', 'day').join('-')} ${of('hour', 'minute').join(':')}`;
};

const evidenceWords: Readonly<Record<Evidence['kind'], string>> = {
  hand: 'by hand',
  code: 'check-in',
  photo: 'photograph',
  'photo-erased': 'photograph',
};

const roleWords: Readonly<Record<CourseRole, string>> = {
  teacher: 'teacher',
  ta: 'teaching assistant',
  student: 'student',
  observer: 'observer',
  none: '',
};

export const reportHead = (timeZone: string): string =>
  csvRow([
    `Session start (${timeZone})`,
    'Session start (ISO 8601)',
    'Session',
    'Student',
    'Status',
    'Evidence',
    'Confirmed by',
    'Percent so far',
  ]);

/** Everything about one session, a row a student, by name. */
export const reportRows = (
  { startsAt, title }: Pick<Session, 'startsAt' | 'title'>,
  records: readonly AttendanceRecord[],
  {
    members,
    percents,
    timeZone,
  }: {
    readonly members: ReadonlyMap<MemberId, Pick<Member, 'name' | 'sortName' | 'role'>>;
    /** Over all confirmed sessions. */
    readonly percents: ReadonlyMap<MemberId, number | null>;
    readonly timeZone: string;
  },
): string => {
  const start = localTime(startsAt, timeZone);
  const row = ({ member, status, evidence, by }: AttendanceRecord): CsvCell[] => [
    start,
    startsAt,
    title,
    members.get(member)?.name ?? 'Former member',
    status satisfies Status,
    evidenceWords[evidence.kind],
    roleWords[members.get(by)?.role ?? 'none'],
    percents.get(member) ?? null,
  ];
  const nameOf = ({ member }: AttendanceRecord) => members.get(member)?.sortName ?? '';
  return [...records]
    .sort((a, b) => nameOf(a).localeCompare(nameOf(b), 'en') || (a.member < b.member ? -1 : 1))
    .map((record) => csvRow(row(record)))
    .join('');
};
