import type { Status } from './status.ts';

/** How statuses become a percentage. Excused sessions never count. */
export interface GradePolicy {
  /** What a late student earns of a session, 0 to 1. Canvas Roll Call's default is 0.8 as well. */
  readonly lateCredit: number;
}

export const defaultGradePolicy: GradePolicy = { lateCredit: 0.8 };

/** Points of the one line item; the score is the percentage. */
export const maximumScore = 100;

/**
 * The score over confirmed sessions: the mean credit of those that count, in percent, rounded to two decimals.
 * Null when none counts (nobody marked, or all excused): then a score that was sent is cleared.
 */
export const scoreOf = (statuses: Iterable<Status>, policy: GradePolicy): number | null => {
  let credit = 0;
  let counted = 0;
  for (const status of statuses) {
    if (status === 'excused') continue;
    counted += 1;
    if (status === 'present') credit += 1;
    if (status === 'late') credit += policy.lateCredit;
  }
  return counted === 0 ? null : Math.round((credit / counted) * maximumScore * 100) / 100;
};
