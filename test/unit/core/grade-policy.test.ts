import fc from 'fast-check';
import { defaultGradePolicy, scoreOf } from '../../../core/attendance/grade-policy.ts';
import { statuses } from '../../../core/attendance/status.ts';

const bounded = { numRuns: 500, seed: 20261124 };
const someStatuses = fc.array(fc.constantFrom(...statuses), { maxLength: 60 });
const policies = fc.integer({ min: 0, max: 100 }).map((hundredths) => ({ lateCredit: hundredths / 100 }));

describe('the score of a student', () => {
  it('is none when nothing counts: nobody marked, or all excused', () => {
    expect(scoreOf([], defaultGradePolicy)).toBeNull();
    expect(scoreOf(['excused', 'excused'], defaultGradePolicy)).toBeNull();
  });

  it('is 0, not none, for somebody who was never there', () => {
    expect(scoreOf(['absent', 'absent'], defaultGradePolicy)).toBe(0);
  });

  it('leaves excused sessions out of both sides', () => {
    expect(scoreOf(['present', 'absent', 'excused', 'excused'], defaultGradePolicy)).toBe(50);
  });

  it('gives a late student what the policy says', () => {
    expect(scoreOf(['late'], defaultGradePolicy)).toBe(80);
    expect(scoreOf(['late', 'present'], { lateCredit: 0 })).toBe(50);
    expect(scoreOf(['late', 'absent'], { lateCredit: 1 })).toBe(50);
  });

  it('is rounded to two decimals, halves upwards', () => {
    expect(scoreOf(['present', 'present', 'absent'], defaultGradePolicy)).toBe(66.67);
    expect(scoreOf(['present', ...Array(31).fill('absent')], defaultGradePolicy)).toBe(3.13);
  });

  it('does not depend on the order of the sessions', () => {
    fc.assert(
      fc.property(someStatuses, policies, (all, policy) => {
        const score = scoreOf(all, policy);
        expect(scoreOf([...all].reverse(), policy)).toBe(score);
        expect(scoreOf([...all].sort(), policy)).toBe(score);
      }),
      bounded,
    );
  });

  it('is exact to the hundredth: what hundredths of credit make, reckoned in whole numbers', () => {
    fc.assert(
      fc.property(someStatuses, policies, (all, policy) => {
        const number = (status: string) => all.filter((one) => one === status).length;
        const counted = all.length - number('excused');
        const hundredths = 100 * number('present') + Math.round(policy.lateCredit * 100) * number('late');
        const exact = counted === 0 ? null : Math.floor((2 * 100 * hundredths + counted) / (2 * counted)) / 100;
        expect(scoreOf(all, policy)).toBe(exact);
      }),
      bounded,
    );
  });

  it('lies between 0 and 100, and never falls because somebody came', () => {
    fc.assert(
      fc.property(someStatuses, policies, (all, policy) => {
        const score = scoreOf(all, policy);
        expect(score === null || (score >= 0 && score <= 100)).toBe(true);
        expect(scoreOf([...all, 'present'], policy)).toBeGreaterThanOrEqual(score ?? 0);
      }),
      bounded,
    );
  });
});
