import { checkInCodes } from '../../../connectors/embedded/check-in-codes.ts';
import { asId, type CourseId, type SessionId } from '../../../core/ids.ts';
import { instant } from '../../support/stored-things.ts';

const [course, session] = [asId<CourseId>('c_1'), asId<SessionId>('s1')];
const codes = checkInCodes('the secret of this installation');

describe('codes of a check-in', () => {
  it('are six digits, the same ones each time they are asked', () => {
    for (let step = 0; step < 1_000; step += 1) {
      const code = codes.of(course, session, instant(0), step);
      expect(code).toMatch(/^\d{6}$/);
      expect(codes.of(course, session, instant(0), step)).toBe(code);
    }
  });

  it('differ by step, period, session, course and installation', () => {
    const others = [
      codes.of(course, session, instant(0), 1),
      codes.of(course, session, instant(1), 0),
      codes.of(course, asId('s2'), instant(0), 0),
      codes.of(asId('c_2'), session, instant(0), 0),
      checkInCodes('another secret').of(course, session, instant(0), 0),
    ];
    expect(new Set([codes.of(course, session, instant(0), 0), ...others]).size).toBe(6);
  });

  it('are spread over all of the million: each first digit comes about as often', () => {
    const first = new Map<string, number>();
    for (let step = 0; step < 10_000; step += 1) {
      const digit = codes.of(course, session, instant(0), step).charAt(0);
      first.set(digit, (first.get(digit) ?? 0) + 1);
    }
    // 1000 each; five standard deviations are 150.
    for (const digit of '0123456789') expect(Math.abs((first.get(digit) ?? 0) - 1_000)).toBeLessThan(150);
  });
});
