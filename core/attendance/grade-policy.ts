import { countStatuses, type Status } from './status.ts';

/** How statuses become a percentage. Excused sessions never count. */
export interface GradePolicy {
  /** What a late student earns of a session, 0 to 1. Canvas Roll Call's default is 0.8 as well. */
  readonly lateCredit: number;
}

export const defaultGradePolicy: GradePolicy = { lateCredit: 0.8 };

/** Points of the one line item; the score is the percentage. */
export const maximumScore = 100;

/** Credits are given to the hundredth or finer: beyond this a float's own error begins. */
const soundDigits = 9;

/**
 * The score over confirmed sessions: the mean credit of those that count, in percent, rounded to two decimals, halves
 * upwards. Null when none counts (nobody marked, or all excused): then a score that was sent is cleared.
 */
export const scoreOf = (statuses: Iterable<Status>, policy: GradePolicy): number | null => {
  const { present, late, absent } = countStatuses(statuses);
  const counted = present + late + absent;
  if (counted === 0) return null;
  const hundredths = ((present + late * policy.lateCredit) / counted) * maximumScore * 100;
  return Math.round(Number(hundredths.toFixed(soundDigits))) / 100;
};
