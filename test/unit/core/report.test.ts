import { localTime, reportHead, reportRows } from '../../../core/attendance/report.ts';
import { asId, type MemberId } from '../../../core/ids.ts';
import { aMember, aRecord, aSession } from '../../support/stored-things.ts';

const member = (id: string, name: string, sortName: string, role: 'student' | 'teacher' | 'ta' = 'student') =>
  [asId<MemberId>(id), aMember(id, { name, sortName, role })] as const;

const members = new Map([
  member('m_1', 'Zoë Adams', 'Adams, Zoë'),
  member('m_2', '=HYPERLINK("x")', 'Baker, Eve'),
  member('m_teacher', 'Ms Ito', 'Ito, Ms', 'teacher'),
  member('m_ta', 'Mr Oz', 'Oz, Mr', 'ta'),
]);
const percents = new Map([
  [asId<MemberId>('m_1'), 83.33],
  [asId<MemberId>('m_2'), null],
]);
const session = aSession('s1', { title: 'Monday, "lab"', startsAt: '2026-03-01T09:00:00.000Z' });
const rows = (records: Parameters<typeof reportRows>[1], timeZone = 'Europe/Berlin') =>
  reportRows(session, records, { members, percents, timeZone });

describe('a report of a session', () => {
  it('has a row a student, by name, each ended as RFC 4180 wants it', () => {
    const records = [
      aRecord('m_2', { status: 'excused', by: asId('m_ta') }),
      aRecord('m_1', { status: 'late', evidence: { kind: 'photo-erased' } }),
    ];
    expect(rows(records)).toBe(
      [
        '2026-03-01 10:00,2026-03-01T09:00:00.000Z,"Monday, ""lab""",Zoë Adams,late,photograph,teacher,83.33\r\n',
        `2026-03-01 10:00,2026-03-01T09:00:00.000Z,"Monday, ""lab""","'=HYPERLINK(""x"")",excused,by hand,teaching assistant,\r\n`,
      ].join(''),
    );
  });

  it('says of whom it was their own word', () => {
    expect(rows([aRecord('m_1', { evidence: { kind: 'code', at: '2026-03-01T09:02:00.000Z' } })])).toContain(
      ',Zoë Adams,present,check-in,teacher,',
    );
  });

  it('names nobody who is on the roster no more, and no role of whoever confirmed and left', () => {
    expect(rows([aRecord('m_gone', { by: asId('m_left') })])).toContain(',Former member,present,by hand,,\r\n');
  });

  it('is nothing for a session without records', () => {
    expect(rows([])).toBe('');
  });

  it('says in its head which zone its times are in', () => {
    expect(reportHead('America/New_York')).toMatch(
      /^Session start \(America\/New_York\),Session start \(ISO 8601\),.*\r\n$/,
    );
  });
});

describe('times for a spreadsheet', () => {
  it.each([
    ['2026-03-01T09:05:00.000Z', 'UTC', '2026-03-01 09:05'],
    ['2026-07-01T22:30:00.000Z', 'Europe/Berlin', '2026-07-02 00:30'],
    ['2026-01-01T02:00:00.000Z', 'America/New_York', '2025-12-31 21:00'],
    ['2026-03-29T01:00:00.000Z', 'Europe/Berlin', '2026-03-29 03:00'],
    ['2026-03-01T00:00:00.000Z', 'Asia/Kathmandu', '2026-03-01 05:45'],
  ])('%s in %s is %s', (iso, zone, expected) => {
    expect(localTime(iso, zone)).toBe(expected);
  });
});
