/** What is used of a function's context. */
export interface TimeLeft {
  getRemainingTimeInMillis(): number;
}

/** Nothing is begun that might not come to its end: what is left is done by the next call. */
export const enoughMs = 30_000;

export const hasTime = (context: TimeLeft): boolean => context.getRemainingTimeInMillis() >= enoughMs;
