import { Fault, serverFault } from './fault.ts';

export type PlannedFault =
  | 'ProvisionedThroughputExceededException'
  | 'ThrottlingException'
  | 'AccessDeniedException'
  | 'InternalServerError';

/** Refusals to come, for those who try out how they bear them. Given to the server by the process that starts it. */
export interface PlannedFaults {
  /** The next calls of an operation (`*`: of any) are answered so and do nothing. */
  next(operation: string, count: number, fault: PlannedFault): void;
  /** The next calls are done, and their answer is lost on the way: the caller sees a server fault. */
  loseAnswers(operation: string, count: number): void;
  /** The next calls are done at once and answered only after so many milliseconds. */
  slow(operation: string, count: number, ms: number): void;
  clear(): void;
  /** For the server: the fault of this call before it is done, if there is one. */
  take(operation: string): Fault | null;
  takeLost(operation: string): boolean;
  takeSlow(operation: string): number;
}

const faultOf = (fault: PlannedFault): Fault =>
  fault === 'InternalServerError' ? serverFault() : new Fault(fault, 'This refusal was planned.');

export const plannedFaults = (): PlannedFaults => {
  let refusals: { operation: string; count: number; fault: PlannedFault }[] = [];
  let losses: { operation: string; count: number }[] = [];
  let delays: { operation: string; count: number; ms: number }[] = [];
  const use = <T extends { operation: string; count: number }>(plans: T[], operation: string): T | null => {
    const plan = plans.find((one) => one.count > 0 && (one.operation === operation || one.operation === '*'));
    if (plan === undefined) return null;
    plan.count -= 1;
    return plan;
  };
  return {
    next: (operation, count, fault) => void refusals.push({ operation, count, fault }),
    loseAnswers: (operation, count) => void losses.push({ operation, count }),
    slow: (operation, count, ms) => void delays.push({ operation, count, ms }),
    clear() {
      delays = [];
      refusals = [];
      losses = [];
    },
    take(operation) {
      const plan = use(refusals, operation);
      return plan === null ? null : faultOf(plan.fault);
    },
    takeLost: (operation) => use(losses, operation) !== null,
    takeSlow: (operation) => use(delays, operation)?.ms ?? 0,
  };
};
