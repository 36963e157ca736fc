import fc from 'fast-check';
import { isDue, nextTimestamp, scoreBody } from '../../../core/attendance/ledger.ts';

const now = '2026-11-24T10:00:00.000Z';
const sent = (score: number | null) => ({ score, timestamp: now, at: now });
const refusal = (permanent: boolean) => ({ reason: 'refused', httpStatus: 422, permanent }) as const;
const entry = { wanted: null, inFlight: null, confirmed: null, state: 'none', refusal: null } as const;

describe('the timestamp of the next score', () => {
  it('is now for the first one, and for one long after the last', () => {
    expect(nextTimestamp(now, null)).toBe(now);
    expect(nextTimestamp(now, '2026-11-24T09:00:00.000Z')).toBe(now);
  });

  it('is a whole second after the last one when that is not past yet', () => {
    expect(nextTimestamp(now, now)).toBe('2026-11-24T10:00:01.000Z');
    expect(nextTimestamp(now, '2026-11-24T10:00:30.500Z')).toBe('2026-11-24T10:00:31.500Z');
  });

  it('grows by at least a second each time, whatever the clock does', () => {
    const moment = fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(moment, moment, (clock, last) => {
        const next = Date.parse(nextTimestamp(clock.toISOString(), last.toISOString()));
        expect(next).toBeGreaterThanOrEqual(last.getTime() + 1000);
        expect(next).toBeGreaterThanOrEqual(clock.getTime());
      }),
      { numRuns: 300, seed: 20261124 },
    );
  });
});

describe('the body of a score', () => {
  it('is a finished one of the maximum, and no attempt at an assignment', () => {
    expect(JSON.parse(scoreBody('sub-1', 80, 100, now))).toEqual({
      userId: 'sub-1',
      timestamp: now,
      activityProgress: 'Completed',
      gradingProgress: 'FullyGraded',
      scoreGiven: 80,
      scoreMaximum: 100,
      'https://canvas.instructure.com/lti/submission': { new_submission: false },
    });
  });

  it('carries a 0, which is a score', () => {
    expect(JSON.parse(scoreBody('sub-1', 0, 100, now))).toMatchObject({
      scoreGiven: 0,
      gradingProgress: 'FullyGraded',
    });
  });

  it('clears by leaving the score out', () => {
    const body = JSON.parse(scoreBody('sub-1', null, 100, now));
    expect(body).toMatchObject({ activityProgress: 'Initialized', gradingProgress: 'NotReady' });
    expect('scoreGiven' in body || 'scoreMaximum' in body).toBe(false);
  });
});

describe('whether there is anything to send', () => {
  it('is so when the records ask for something else than was sent', () => {
    expect(isDue({ ...entry, wanted: 100 })).toBe(true);
    expect(isDue({ ...entry, wanted: 0 })).toBe(true);
    expect(isDue({ ...entry, wanted: null, confirmed: sent(80) })).toBe(true);
  });

  it('is not so when both are the same, or both are none', () => {
    expect(isDue(entry)).toBe(false);
    expect(isDue({ ...entry, wanted: 80, confirmed: sent(80) })).toBe(false);
    expect(isDue({ ...entry, wanted: null, confirmed: sent(null) })).toBe(false);
  });

  it('is so while the answer to a sent one is missing, even if nothing else is asked for meanwhile', () => {
    const inFlight = { score: 80, timestamp: now, body: '{}' };
    expect(isDue({ ...entry, wanted: 100, confirmed: sent(100), inFlight })).toBe(true);
  });

  it('is not so while it is refused for good, or was changed in the gradebook', () => {
    expect(isDue({ ...entry, wanted: 100, state: 'refused', refusal: refusal(true) })).toBe(false);
    expect(isDue({ ...entry, wanted: 100, state: 'changed', confirmed: sent(80) })).toBe(false);
  });
});
