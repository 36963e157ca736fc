import type { ServiceCalls } from '../../core/ports/face-gallery.ts';
import type { Calls } from './calls.ts';

export interface Meter {
  readonly calls: Calls;
  /** Answered calls so far. What is refused, throttled or lost to a fault of the service is not billed and not in here. */
  counts(): ServiceCalls;
}

/** Counts the calls of one piece of work, within the bounds that all work shares. */
export const meter = (shared: Calls): Meter => {
  const counts: Record<string, number> = {};
  return {
    calls: (operation, call, answers) =>
      shared(
        operation,
        async () => {
          const answer = await call();
          counts[operation] = (counts[operation] ?? 0) + 1;
          return answer;
        },
        answers,
      ),
    counts: () => ({ ...counts }),
  };
};
