import {
  type CheckInPeriod,
  checkInStatus,
  closedPeriod,
  codeChangesAt,
  isOpen,
  maxTries,
  nextTry,
  openedPeriod,
  type PeriodWanted,
  prolongedPeriod,
  stepAt,
  stepsTaken,
} from '../../../core/attendance/check-in.ts';
import { asId, type MemberId, type SessionId } from '../../../core/ids.ts';
import { instant } from '../../support/stored-things.ts';

const session = asId<SessionId>('s1');
const ada = asId<MemberId>('ada');
const wanted = (over: Partial<PeriodWanted> = {}): PeriodWanted => ({
  minutes: 10,
  lateAfterMinutes: 5,
  changing: true,
  ...over,
});
const opened = (over: Partial<PeriodWanted> = {}) => openedPeriod(session, null, wanted(over), instant(0));

describe('given no period', () => {
  it('opens one from now, for as long as was asked', () => {
    expect(opened()).toEqual({
      session,
      openedAt: instant(0),
      closesAt: instant(600),
      lateFrom: instant(300),
      changing: true,
      version: 1,
    });
  });

  it('ends by itself after four hours, however long was asked', () => {
    expect(opened({ minutes: 1_000 }).closesAt).toBe(instant(4 * 3600));
  });
});

describe('given a period that is open', () => {
  it('is open until the instant it closes, and not at it', () => {
    expect(isOpen(opened(), instant(599))).toBe(true);
    expect(isOpen(opened(), instant(600))).toBe(false);
  });

  it('stays as it is when somebody opens one again: shown codes hold', () => {
    const standing = opened();
    expect(openedPeriod(session, standing, wanted({ minutes: 60, changing: false }), instant(30))).toBe(standing);
  });

  it('closes later when it is prolonged, with the same codes and the same late, four hours after its opening at most', () => {
    expect(prolongedPeriod(opened(), 5, instant(60))).toEqual({ ...opened(), closesAt: instant(900), version: 2 });
    expect(prolongedPeriod(opened(), 1_000, instant(60)).closesAt).toBe(instant(4 * 3600));
  });

  it('closes at once when it is closed', () => {
    expect(closedPeriod(opened(), instant(61))).toEqual({ ...opened(), closesAt: instant(61), version: 2 });
  });

  it('counts who comes before the late instant as present, and who comes at it as late', () => {
    expect(checkInStatus(opened(), instant(299))).toBe('present');
    expect(checkInStatus(opened(), instant(300))).toBe('late');
    expect(checkInStatus(opened({ lateAfterMinutes: null }), instant(599))).toBe('present');
  });
});

describe('given a period that is over', () => {
  const over = closedPeriod(opened(), instant(100));

  it('is not prolonged, and not closed again', () => {
    expect(prolongedPeriod(over, 5, instant(100))).toBe(over);
    expect(closedPeriod(over, instant(200))).toBe(over);
  });

  it('is followed by a new one: its codes are others, its version the next', () => {
    const next = openedPeriod(session, over, wanted(), instant(200));
    expect(next).toMatchObject({ openedAt: instant(200), closesAt: instant(800), version: over.version + 1 });
  });
});

describe('given codes that change', () => {
  it.each([
    [0, 0, 30],
    [29, 0, 30],
    [30, 1, 60],
    [599, 19, 600],
  ])('after %i s shows code %i, until %i s', (now, step, until) => {
    expect(stepAt(opened(), instant(now))).toBe(step);
    expect(codeChangesAt(opened(), instant(now))).toBe(instant(until));
  });

  it('shows the last one no longer than it is taken', () => {
    expect(codeChangesAt(opened({ minutes: 1 }), instant(45))).toBe(instant(60));
    const cut: CheckInPeriod = { ...opened(), closesAt: instant(50) };
    expect(codeChangesAt(cut, instant(45))).toBe(instant(50));
  });

  it('takes the shown one and the one before it, and none of before the period', () => {
    expect(stepsTaken(opened(), instant(0))).toEqual([0]);
    expect(stepsTaken(opened(), instant(65))).toEqual([2, 1]);
  });

  it('shows the first one to a clock that is behind the one that opened', () => {
    expect(stepAt(opened(), instant(-3))).toBe(0);
  });
});

describe('given one code for all', () => {
  const one = opened({ changing: false });
  it('shows and takes it to the end', () => {
    expect(stepAt(one, instant(599))).toBe(0);
    expect(stepsTaken(one, instant(599))).toEqual([0]);
    expect(codeChangesAt(one, instant(5))).toBe(instant(600));
  });
});

describe('tries', () => {
  const period = opened();
  it('are counted from one in each period', () => {
    const first = nextTry(null, period, ada);
    expect(first).toEqual({ session, member: ada, period: instant(0), count: 1, version: 1 });
    expect(nextTry(first, period, ada)).toMatchObject({ count: 2, version: 2 });
    const next = openedPeriod(session, closedPeriod(period, instant(60)), wanted(), instant(90));
    expect(nextTry(first, next, ada)).toMatchObject({ count: 1, period: instant(90), version: 2 });
  });

  it(`are refused after the ${maxTries}th`, () => {
    const spent = { session, member: ada, period: period.openedAt, count: maxTries, version: maxTries };
    expect(nextTry({ ...spent, count: maxTries - 1 }, period, ada)?.count).toBe(maxTries);
    expect(nextTry(spent, period, ada)).toBeNull();
  });
});
