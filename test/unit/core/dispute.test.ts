import {
  type Answer,
  type Dispute,
  disputed,
  kept,
  mayDispute,
  standingDispute,
  tellsOfNow,
  withdrawn,
} from '../../../core/attendance/dispute.ts';
import { type AttendanceRecord, stateRecord, withoutMeasurements } from '../../../core/attendance/record.ts';
import type { Status } from '../../../core/attendance/status.ts';
import { asId, type MemberId } from '../../../core/ids.ts';
import { aRecord, instant } from '../../support/stored-things.ts';

const teacher = asId<MemberId>('m_teacher');
const absent = aRecord('m_ada', { status: 'absent' });
const photo: AttendanceRecord['evidence'] = {
  kind: 'photo',
  captureHash: 'h',
  box: { left: 0, top: 0, width: 0.1, height: 0.1 },
  engine: 'embedded',
  modelVersion: 'one',
  matchThreshold: 55,
  reviewThreshold: 35,
  similarity: 80,
  decision: 'match',
};
const said = { wanted: 'excused', reason: 'I was at the doctor' } as const;
const answer: Answer = { by: teacher, byName: 'Ms Ito', at: instant(50), words: 'Bring the note' };
const open = disputed(null, absent, said, instant(10));

const corrected = (before: AttendanceRecord, status: Status, reason: string | null, at: number): AttendanceRecord =>
  stateRecord(before.session, before.member, before, {
    status,
    evidence: { kind: 'hand' },
    by: teacher,
    byName: 'Ms Ito',
    at: instant(at),
    reason,
  });

describe('given an entry of which nothing was said', () => {
  it('can be disputed: what it should be, why, and of which entry', () => {
    expect(mayDispute(null, absent)).toBe(true);
    expect(open).toEqual({
      session: absent.session,
      member: absent.member,
      ...said,
      at: instant(10),
      entry: 0,
      state: 'open',
      answer: null,
      version: 1,
    });
  });
});

describe('given an open dispute', () => {
  it('stands while the entry does', () => {
    expect(standingDispute(open, absent)).toBe(open);
    expect(tellsOfNow(open, absent)).toBe(true);
  });

  it('is the same when the same is said again, and another when it is said otherwise', () => {
    expect(disputed(open, absent, said, instant(20))).toBe(open);
    const other = disputed(open, absent, { ...said, wanted: 'present' }, instant(20));
    expect(other).toMatchObject({ wanted: 'present', at: instant(20), state: 'open', version: 2 });
  });

  it('is taken back without its words, and can be said again', () => {
    const back = withdrawn(open);
    expect(back).toMatchObject({ state: 'withdrawn', reason: '', version: 2 });
    expect(tellsOfNow(back, absent)).toBe(false);
    expect(mayDispute(back, absent)).toBe(true);
    expect(disputed(back, absent, said, instant(30))).toMatchObject({ ...said, state: 'open', version: 3 });
  });

  it('is corrected by an entry with another status, be it the one that was wanted or not', () => {
    for (const status of ['excused', 'late'] as const) {
      const standing = standingDispute(open, corrected(absent, status, 'Saw the note', 40));
      const told = { by: teacher, byName: 'Ms Ito', at: instant(40), words: null };
      expect(standing).toEqual({ ...open, state: 'corrected', answer: told, version: 2 });
    }
  });

  it('stays open when only the reason of the entry is worded anew', () => {
    expect(standingDispute(open, corrected(absent, 'absent', 'Not seen', 40))).toBe(open);
  });

  it('is corrected once and for all, also when the entry is changed back before anybody noted it', () => {
    const back = corrected(corrected(absent, 'excused', null, 40), 'absent', 'A mistake', 60);
    expect(standingDispute(open, back)).toMatchObject({ state: 'corrected', answer: { at: instant(40) } });
  });

  it('is not corrected by what stood before it was said', () => {
    const record = corrected(corrected(absent, 'late', null, 5), 'absent', null, 8);
    const later = disputed(null, record, said, instant(10));
    expect(later.entry).toBe(2);
    expect(standingDispute(later, record)).toBe(later);
  });

  it('is not corrected by an erasure, which rewrites entries and adds none', () => {
    const seen = aRecord('m_ada', { status: 'late', evidence: photo });
    const about = disputed(null, seen, said, instant(10));
    const erased = withoutMeasurements(seen);
    expect(erased).not.toBeNull();
    expect(standingDispute(about, erased ?? seen)).toBe(about);
  });
});

describe('given an answer', () => {
  const left = kept(open, answer);

  it('that leaves the entry: it cannot be disputed until somebody writes another', () => {
    expect(left).toEqual({ ...open, state: 'kept', answer, version: 2 });
    expect(tellsOfNow(left, absent)).toBe(true);
    expect(mayDispute(left, absent)).toBe(false);
    const changed = corrected(absent, 'late', 'Came at half past', 60);
    expect(mayDispute(left, changed)).toBe(true);
    expect(tellsOfNow(left, changed)).toBe(false);
    expect(standingDispute(left, changed)).toBe(left);
  });

  it('that corrects it: it can be disputed again, and the answer is told beside the entry that it made', () => {
    const record = corrected(absent, 'late', null, 40);
    const settled: Dispute = standingDispute(open, record);
    expect(mayDispute(settled, record)).toBe(true);
    expect(tellsOfNow(settled, record)).toBe(true);
    expect(tellsOfNow(settled, corrected(record, 'present', null, 70))).toBe(false);
    expect(disputed(settled, record, said, instant(80))).toMatchObject({ state: 'open', entry: 1, version: 3 });
  });
});
