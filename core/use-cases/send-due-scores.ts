import type { TroubleReason } from '../attendance/grade-column.ts';
import { countStates, isDue, type LedgerEntry, type PublishedCounts } from '../attendance/ledger.ts';
import { retryDelaySeconds } from '../attendance/ledger-plan.ts';
import type { MemberId } from '../ids.ts';
import type { Services } from '../ports/services.ts';
import { type ScoreTarget, saveEntry, sendScore } from './send-score.ts';

export interface SendWatch {
  /** Before each call. @throws Error when another process has taken over */
  readonly keep: () => Promise<void>;
  /** Whether something has changed since: then the rest is planned anew. */
  readonly overtaken: () => Promise<boolean>;
  readonly tell: (counts: PublishedCounts) => Promise<void>;
}

/** How sending ended. `gone`: the line item was. `fault`: the platform did not even tell where scores belong. */
export type Outcome =
  | { readonly end: 'sent' | 'overtaken' | 'gone' }
  | { readonly end: 'stop'; readonly reason: TroubleReason }
  | {
      readonly end: 'later';
      readonly seconds: number;
      /** The platform asked to be left alone. */
      readonly throttled: boolean;
      readonly fault: boolean;
    };

const isThrottle = (httpStatus: number | null) => httpStatus !== null && httpStatus < 500 && httpStatus !== 408;

/** Two in a row that get no proper answer: it is the platform, not the student. */
const enoughFailures = 2;

/** Sends what is due, one student after another; `entries` becomes what came of it, `before` is what stands stored. */
export const sendDueScores = async (
  deps: Pick<Services, 'ledger' | 'gradebook' | 'clock'>,
  watch: SendWatch,
  target: ScoreTarget,
  before: ReadonlyMap<MemberId, LedgerEntry>,
  entries: LedgerEntry[],
): Promise<Outcome> => {
  let failures = 0;
  let givenUp = 0;
  let pause: number | null = null;
  let calls = 0;
  for (let index = 0; index < entries.length; ) {
    const planned = entries[index] as LedgerEntry;
    if (!isDue(planned)) {
      const stood = before.get(planned.member);
      const differs =
        stood === undefined
          ? planned.wanted !== null
          : stood.state !== planned.state || stood.wanted !== planned.wanted;
      if (differs && planned.version === (stood?.version ?? 0)) entries[index] = await saveEntry(deps, target, planned);
      index += 1;
      continue;
    }
    if (calls > 0 && (await watch.overtaken())) return { end: 'overtaken' };
    await watch.keep();
    calls += 1;
    const { entry, answer } = await sendScore(deps, target, planned);
    entries[index] = entry;
    await watch.tell(countStates(entries));
    if (answer.outcome === 'line-item-gone') return { end: 'gone' };
    if (answer.outcome === 'stopped') return { end: 'stop', reason: answer.reason };
    if (answer.outcome !== 'retry') {
      failures = 0;
      // A newer wish that waited behind the score in flight follows it.
      if (!isDue(entry)) index += 1;
      continue;
    }
    const throttled = isThrottle(answer.httpStatus);
    failures += 1;
    if (entry.state === 'refused') givenUp += 1;
    pause = Math.max(pause ?? 0, retryDelaySeconds(Math.max(1, entry.attempts), answer.afterSeconds));
    if (givenUp > 0 && (throttled || givenUp >= enoughFailures)) return { end: 'stop', reason: 'unreachable' };
    if (throttled) return { end: 'later', seconds: pause, throttled, fault: false };
    if (failures >= enoughFailures) break;
    index += 1;
  }
  const pending = entries.some(({ state }) => state === 'pending');
  return pending ? { end: 'later', seconds: pause ?? 1, throttled: false, fault: false } : { end: 'sent' };
};
