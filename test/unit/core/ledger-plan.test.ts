import fc from 'fast-check';
import { isDue, type LedgerEntry, standingOf } from '../../../core/attendance/ledger.ts';
import {
  adoptHeld,
  afterAnswer,
  afterStale,
  compareWithGradebook,
  inLineItem,
  keepChanged,
  maxAttempts,
  overwriteChanged,
  retryDelaySeconds,
  want,
} from '../../../core/attendance/ledger-plan.ts';
import { asId, type MemberId } from '../../../core/ids.ts';
import type { PostAnswer } from '../../../core/ports/gradebook.ts';

const now = '2026-11-24T10:00:00.000Z';
const later = '2026-11-24T10:05:00.000Z';
const member = asId<MemberId>('m_1');
const sent = (score: number | null) => ({ score, timestamp: now, at: now });
const flying = (score: number | null) => ({ score, timestamp: later, body: `{"score":${score}}` });
const refusal = { reason: 'refused', httpStatus: 422, permanent: true } as const;
const retry: PostAnswer = { outcome: 'retry', afterSeconds: null, httpStatus: 503 };

const entry = (part: Partial<LedgerEntry>): LedgerEntry => ({
  member,
  sub: 'sub-1',
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

describe('given nothing was ever sent', () => {
  it('asks for nothing when no session counts', () => {
    expect(want(undefined, member, 'sub-1', null)).toEqual(entry({ version: 0 }));
  });

  it('is pending as soon as a score is wanted, 0 as well', () => {
    expect(want(undefined, member, 'sub-1', 0)).toMatchObject({ wanted: 0, state: 'pending' });
  });

  it('is nothing to send again when the records ask for none before it went', () => {
    expect(want(entry({ wanted: 80, state: 'pending' }), member, 'sub-1', null)).toMatchObject({ state: 'none' });
  });

  it('leaves a grade alone that somebody typed in before the first score', () => {
    const compared = compareWithGradebook(entry({ wanted: 80, state: 'pending' }), 55);
    expect(compared).toMatchObject({ state: 'changed', found: 55 });
    expect(isDue(compared)).toBe(false);
  });

  it('sends when the gradebook is empty, or holds the wanted score already', () => {
    const pending = entry({ wanted: 80, state: 'pending' });
    expect(compareWithGradebook(pending, undefined)).toBe(pending);
    expect(compareWithGradebook(pending, 80)).toBe(pending);
  });
});

describe('given a score is in the gradebook', () => {
  const confirmed = entry({ wanted: 80, confirmed: sent(80), state: 'confirmed' });

  it('stays as it is while the records ask for the same', () => {
    expect(want(confirmed, member, 'sub-1', 80)).toBe(confirmed);
  });

  it('is pending when the records ask for another, and in the gradebook when they ask for it again', () => {
    const asked = want(confirmed, member, 'sub-1', 100);
    expect(asked).toMatchObject({ wanted: 100, state: 'pending' });
    expect(want(asked, member, 'sub-1', 80)).toMatchObject({ wanted: 80, state: 'confirmed' });
  });

  it('is pending when it is to be cleared, and nothing to send once it was', () => {
    const asked = want(confirmed, member, 'sub-1', null);
    expect(asked.state).toBe('pending');
    const cleared = afterAnswer({ ...asked, inFlight: flying(null) }, { outcome: 'accepted' }, later);
    expect(cleared).toMatchObject({ state: 'none', confirmed: { score: null } });
  });

  it('is changed when the gradebook holds another value, or none any more', () => {
    const due = want(confirmed, member, 'sub-1', 100);
    expect(compareWithGradebook(due, 55)).toMatchObject({ state: 'changed', found: 55 });
    expect(compareWithGradebook(due, undefined)).toMatchObject({ state: 'changed', found: null });
  });

  it('is not changed by what a platform makes of two decimals', () => {
    const due = want(entry({ wanted: 66.67, confirmed: sent(66.67), state: 'confirmed' }), member, 'sub-1', 100);
    expect(compareWithGradebook(due, 66.67000000000002)).toBe(due);
    expect(compareWithGradebook(due, 66.66667)).toBe(due);
    expect(compareWithGradebook(due, 66.66).state).toBe('changed');
  });

  it('is not changed when a 0 is missing, as Moodle leaves it out', () => {
    const due = want(entry({ wanted: 0, confirmed: sent(0), state: 'confirmed' }), member, 'sub-1', 100);
    expect(compareWithGradebook(due, undefined)).toBe(due);
  });
});

describe('given a score is in flight', () => {
  const inFlight = entry({ wanted: 80, inFlight: flying(80), state: 'pending' });

  it('goes on waiting for its answer when the records ask for another meanwhile', () => {
    expect(want(inFlight, member, 'sub-1', 100)).toMatchObject({ wanted: 100, inFlight: flying(80), state: 'pending' });
  });

  it('is not held against the gradebook: it may be there already, or not', () => {
    expect(compareWithGradebook(inFlight, 55)).toBe(inFlight);
  });

  it('is in the gradebook once it is accepted', () => {
    expect(afterAnswer({ ...inFlight, attempts: 3 }, { outcome: 'accepted' }, now)).toMatchObject({
      state: 'confirmed',
      inFlight: null,
      attempts: 0,
      confirmed: { score: 80, timestamp: later, at: now },
    });
  });

  it('leaves the newer wish to be sent once it is accepted', () => {
    const accepted = afterAnswer(want(inFlight, member, 'sub-1', 100), { outcome: 'accepted' }, now);
    expect(accepted).toMatchObject({ state: 'pending', inFlight: null, confirmed: { score: 80 } });
    expect(isDue(accepted)).toBe(true);
  });

  it('is sent again with the very same body when no answer comes', () => {
    expect(afterAnswer(inFlight, retry, now)).toMatchObject({ state: 'pending', attempts: 1, inFlight: flying(80) });
  });

  it('is refused with the reason the platform gave', () => {
    const refused = afterAnswer(inFlight, { outcome: 'refused', reason: 'not-a-student', httpStatus: 422 }, now);
    expect(refused).toMatchObject({ state: 'refused', inFlight: null, refusal: { reason: 'not-a-student' } });
  });

  it.each<PostAnswer>([{ outcome: 'line-item-gone' }, { outcome: 'stopped', reason: 'not-allowed', httpStatus: 403 }])(
    'waits as it is when the whole column cannot be written: $outcome',
    (answer) => {
      expect(afterAnswer(inFlight, answer, now)).toBe(inFlight);
    },
  );

  it('is given up after eight tries', () => {
    let given = inFlight;
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) given = afterAnswer(given, retry, now);
    expect(given).toMatchObject({ state: 'refused', refusal: { reason: 'unreachable', httpStatus: 503 } });
    expect(isDue(given)).toBe(false);
  });

  it('holds nothing in flight once it is given up, so that a grade changed since then is seen and kept', () => {
    const given = afterAnswer({ ...inFlight, attempts: maxAttempts - 1 }, retry, now);
    const again = want(given, member, 'sub-1', 100);
    expect(compareWithGradebook(again, 55)).toMatchObject({ state: 'changed', found: 55 });
  });
});

describe('given a score that the platform calls stale', () => {
  const flew = entry({ wanted: 80, confirmed: sent(60), inFlight: flying(80), state: 'pending' });

  it('is confirmed when the gradebook holds it, or nothing where it is 0', () => {
    expect(afterStale(flew, 80, later)).toMatchObject({ state: 'confirmed', confirmed: { score: 80 } });
    expect(afterStale({ ...flew, wanted: 0, inFlight: flying(0) }, null, later)).toMatchObject({ state: 'confirmed' });
  });

  it('needs a newer time when the gradebook holds our older one', () => {
    expect(afterStale(flew, 60, later)).toBe('newer-needed');
  });

  it('is changed when the gradebook holds anything else, or nothing any more', () => {
    expect(afterStale(flew, 55, later)).toMatchObject({ state: 'changed', found: 55, inFlight: null });
    expect(afterStale(flew, null, later)).toMatchObject({ state: 'changed', found: null, inFlight: null });
  });

  it('is refused when the newer one is stale as well', () => {
    expect(afterAnswer(flew, { outcome: 'stale' }, later)).toMatchObject({ refusal: { reason: 'newer-there' } });
  });
});

describe('given another line item than the one it was sent to', () => {
  const confirmed = entry({ wanted: 80, confirmed: sent(80), state: 'confirmed', lineItem: 'https://lms/1' });

  it('is to be sent anew, with nothing known of the other', () => {
    expect(inLineItem(confirmed, 'https://lms/1')).toBe(confirmed);
    expect(inLineItem(confirmed, 'https://lms/2')).toMatchObject({ wanted: 80, confirmed: null, state: 'pending' });
  });

  it('is not sent when that one holds it already', () => {
    const moved = inLineItem(confirmed, 'https://lms/2');
    expect(adoptHeld(moved, 80, later)).toMatchObject({ state: 'confirmed', confirmed: { score: 80 } });
    expect(adoptHeld(moved, 81, later)).toBe(moved);
    expect(adoptHeld(moved, undefined, later)).toBe(moved);
  });
});

describe('given a refusal', () => {
  const refused = entry({ wanted: 80, state: 'refused', refusal, attempts: 2 });

  it('stays while the records ask for the same', () => {
    expect(want(refused, member, 'sub-1', 80)).toBe(refused);
  });

  it('is lifted when they ask for another: the platform is asked anew', () => {
    expect(want(refused, member, 'sub-1', 100)).toMatchObject({ state: 'pending', refusal: null, attempts: 0 });
  });
});

describe('given a grade that somebody changed in the gradebook', () => {
  const changed = entry({ wanted: 80, confirmed: sent(80), state: 'changed', found: 55 });

  it('stays changed, whatever the records ask for', () => {
    const asked = want(changed, member, 'sub-1', 100);
    expect(asked).toMatchObject({ state: 'changed', found: 55, wanted: 100 });
    expect(compareWithGradebook(asked, 55)).toBe(asked);
    expect(compareWithGradebook(asked, 60)).toMatchObject({ state: 'changed', found: 60 });
  });

  it('is ours again when it was put back as it was', () => {
    expect(compareWithGradebook(changed, 80)).toMatchObject({ state: 'confirmed', found: null });
    expect(compareWithGradebook(want(changed, member, 'sub-1', 100), 80)).toMatchObject({ state: 'pending' });
  });

  it('stays as it is there when the teacher said so, until the teacher says otherwise', () => {
    const decision = { choice: 'keep', found: 55, by: member, byName: 'Ms Ito', at: later } as const;
    const kept = keepChanged(changed, decision);
    expect(kept).toMatchObject({ state: 'kept', decision });
    expect(isDue(want(kept, member, 'sub-1', 100))).toBe(false);
    expect(compareWithGradebook(kept, 80)).toMatchObject({ state: 'kept', found: 80 });
    expect(overwriteChanged(want(kept, member, 'sub-1', 100), later)).toMatchObject({ state: 'pending', wanted: 100 });
  });

  it('is sent over when the teacher says so: what is there now is known, and is no change any more', () => {
    const over = overwriteChanged(changed, later);
    expect(over).toMatchObject({ state: 'pending', found: null, confirmed: { score: 55, timestamp: now, at: later } });
    expect(compareWithGradebook(over, 55)).toBe(over);
  });

  it('is in the gradebook, not pending for ever, when what is there is what the records ask for', () => {
    expect(overwriteChanged({ ...changed, wanted: 55 }, later)).toMatchObject({ state: 'confirmed' });
    expect(overwriteChanged({ ...changed, wanted: null, found: null }, later)).toMatchObject({ state: 'none' });
  });

  it('is all that can be sent over', () => {
    const confirmed = entry({ wanted: 80, confirmed: sent(80), state: 'confirmed' });
    expect(overwriteChanged(confirmed, later)).toBe(confirmed);
  });
});

describe('the pause before the next try', () => {
  it('doubles from one second to five minutes', () => {
    expect([1, 2, 3, 9, 10, 1000].map((attempts) => retryDelaySeconds(attempts, null))).toEqual([
      1, 2, 4, 256, 300, 300,
    ]);
  });

  it('is never shorter than the platform asked for', () => {
    expect(retryDelaySeconds(1, 30)).toBe(30);
    expect(retryDelaySeconds(1, 900)).toBe(900);
  });

  it('is never longer than an hour, whatever was asked for', () => {
    expect(retryDelaySeconds(1, 1e9)).toBe(3600);
  });
});

describe('any story of wishes and answers', () => {
  const score = fc.option(fc.integer({ min: 0, max: 100 }), { nil: null });
  const answer: fc.Arbitrary<PostAnswer> = fc.oneof(
    fc.constant<PostAnswer>({ outcome: 'accepted' }),
    fc.constant<PostAnswer>(retry),
    fc.constant<PostAnswer>({ outcome: 'line-item-gone' }),
    fc.constant<PostAnswer>({ outcome: 'refused', reason: 'refused', httpStatus: 422 }),
  );
  const step = fc.oneof(
    score.map((wanted) => (before: LedgerEntry) => want(before, member, 'sub-1', wanted)),
    // As publishing does it: a score goes out only when something is due.
    answer.map((given) => (before: LedgerEntry) => {
      if (!isDue(before)) return before;
      const inFlight = before.inFlight ?? flying(before.wanted);
      return afterAnswer({ ...before, state: 'pending', inFlight }, given, now);
    }),
    score.map((found) => (before: LedgerEntry) => compareWithGradebook(before, found ?? undefined)),
    fc.constant((before: LedgerEntry) => overwriteChanged(before, later)),
  );

  it('ends pending exactly when something is due, and never refused or changed with a score in flight', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let now = entry({});
        for (const take of steps) {
          now = take(now);
          expect(now.state === 'pending').toBe(isDue(now));
          expect(now.inFlight !== null && (now.state === 'refused' || now.state === 'changed')).toBe(false);
          if (now.state === 'confirmed') expect(now.confirmed?.score).toBe(now.wanted);
          expect(standingOf(now, now.wanted).state).toBe(now.state);
        }
      }),
      { numRuns: 500, seed: 20261124 },
    );
  });
});
