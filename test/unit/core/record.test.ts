import { type Evidence, type RecordEntry, stateRecord } from '../../../core/attendance/record.ts';
import { asId, type MemberId, type SessionId } from '../../../core/ids.ts';

const session = asId<SessionId>('s1');
const member = asId<MemberId>('m_1');
const teacher = asId<MemberId>('m_teacher');
const photo: Evidence = {
  kind: 'photo',
  captureHash: 'ab',
  box: { left: 0.1, top: 0.2, width: 0.3, height: 0.4 },
  engine: 'embedded',
  modelVersion: '1',
  matchThreshold: 42,
  reviewThreshold: 34,
  similarity: 71.5,
  decision: 'match',
};
const entry = (part: Partial<RecordEntry> = {}): RecordEntry => ({
  status: 'present',
  evidence: photo,
  by: teacher,
  byName: 'Aiko Ito',
  at: '2026-11-24T10:00:00.000Z',
  reason: null,
  ...part,
});
const first = stateRecord(session, member, null, entry());

describe('given no record', () => {
  it('is the first entry, with nothing before it', () => {
    expect(first).toEqual({ session, member, ...entry(), history: [], version: 1 });
  });
});

describe('given a record', () => {
  it('keeps what a correction replaces, newest first', () => {
    const late = entry({ status: 'late', evidence: { kind: 'hand' }, reason: 'Bus', at: '2026-11-24T11:00:00.000Z' });
    const absent = entry({
      status: 'absent',
      evidence: { kind: 'hand' },
      reason: 'No',
      at: '2026-11-24T12:00:00.000Z',
    });
    const twice = stateRecord(session, member, stateRecord(session, member, first, late), absent);
    expect(twice).toMatchObject({ status: 'absent', version: 3, history: [late, entry()] });
  });

  it('is the same record when the same is said again later, as the run after a crash does', () => {
    expect(stateRecord(session, member, first, entry({ at: '2026-11-24T10:00:09.000Z' }))).toBe(first);
  });

  it('is the same record when the store gives the fields of its evidence back in another order', () => {
    const { left, top, width, height } = photo.box;
    const stored = { ...first, evidence: { ...Object.fromEntries(Object.entries(photo).reverse()) } as Evidence };
    Object.assign(stored.evidence, { box: { height, width, top, left } });
    expect(stateRecord(session, member, stored, entry())).toBe(stored);
  });

  it.each([
    ['another status', { status: 'late' }],
    ['another reason', { reason: 'Bus' }],
    ['another person', { by: asId<MemberId>('m_ta') }],
    ['other evidence', { evidence: { ...photo, similarity: 50 } }],
    ['another kind of evidence', { evidence: { kind: 'hand' } }],
  ] as const)('gets a new entry by %s', (_, part) => {
    const after = stateRecord(session, member, first, entry(part));
    expect(after).toMatchObject({ ...part, version: 2, history: [entry()] });
  });
});
