import { type LedgerEntry, standingOf } from '../../../core/attendance/ledger.ts';
import { asId, type MemberId } from '../../../core/ids.ts';

const entry = (part: Partial<LedgerEntry>): LedgerEntry => ({
  member: asId<MemberId>('m'),
  sub: 's',
  wanted: null,
  inFlight: null,
  confirmed: null,
  state: 'none',
  found: null,
  refusal: null,
  attempts: 0,
  version: 1,
  ...part,
});
const sent = (score: number | null) => ({
  score,
  timestamp: '2026-11-24T10:00:00.000Z',
  at: '2026-11-24T10:00:00.000Z',
});

describe('where a grade stands against the records of this moment', () => {
  it('is pending before publishing has even begun', () => {
    expect(standingOf(undefined, 100)).toEqual({ state: 'pending', wanted: 100 });
  });

  it('is nothing to send when nothing is wanted and nothing was sent', () => {
    expect(standingOf(undefined, null)).toEqual({ state: 'none', wanted: null });
  });

  it('is in the gradebook when the last confirmed one is the wanted one', () => {
    expect(standingOf(entry({ state: 'confirmed', wanted: 80, confirmed: sent(80) }), 80).state).toBe('confirmed');
  });

  it('is pending again as soon as a record was corrected', () => {
    expect(standingOf(entry({ state: 'confirmed', wanted: 80, confirmed: sent(80) }), 100)).toEqual({
      state: 'pending',
      wanted: 100,
    });
  });

  it('is pending until a sent grade is cleared, and nothing to send afterwards', () => {
    expect(standingOf(entry({ state: 'confirmed', wanted: 80, confirmed: sent(80) }), null).state).toBe('pending');
    expect(standingOf(entry({ state: 'none', confirmed: sent(null) }), null).state).toBe('none');
  });

  it('stays refused for the same score, and is tried anew for another', () => {
    const refusal = { reason: 'refused', httpStatus: 422, permanent: true } as const;
    expect(standingOf(entry({ state: 'refused', wanted: 80, refusal }), 80).state).toBe('refused');
    expect(standingOf(entry({ state: 'refused', wanted: 80, refusal }), 100).state).toBe('pending');
  });

  it('stays changed, whatever the records ask, until the teacher says', () => {
    expect(standingOf(entry({ state: 'changed', found: 55, confirmed: sent(80), wanted: 80 }), 100).state).toBe(
      'changed',
    );
  });
});
