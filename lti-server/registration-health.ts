import { type ErrorCode, isMusterError } from '../core/errors.ts';
import type { RegistrationId } from '../core/ids.ts';
import type { HealthKind } from '../core/lti/registration-health.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Gradebook, PostAnswer } from '../core/ports/gradebook.ts';
import type { HealthStore } from '../core/ports/health-store.ts';
import type { Logger } from '../core/ports/logger.ts';
import type { RosterSource } from '../core/ports/roster-source.ts';

/** Notes how something with an LMS ended. Nobody waits for it, and nothing fails because it could not be noted. */
export interface HealthNotes {
  well(registration: RegistrationId, kind: HealthKind): void;
  failed(registration: RegistrationId, kind: HealthKind, code: ErrorCode): void;
}

const everyMs = 60_000;
/** Two a kind and registration; beyond, they are forgotten, which costs a write at most. */
const remembered = 10_000;

interface Ending {
  readonly at: string;
  readonly code: ErrorCode | null;
}

interface Standing {
  readonly writtenMs: number;
  /** What came within the minute: it is written at its end. */
  later: Ending | null;
}

/** At most one write a minute for each registration, kind and way of ending: the first at once, the last when the minute is over. */
export const healthNotes = (
  store: Pick<HealthStore, 'note'>,
  clock: Clock,
  logger: Pick<Logger, 'debug'>,
  after: (milliseconds: number, work: () => void) => void = (milliseconds, work) =>
    void setTimeout(work, milliseconds).unref(),
): HealthNotes => {
  const standing = new Map<string, Standing>();
  const write = (registration: RegistrationId, kind: HealthKind, name: string, ending: Ending): void => {
    if (standing.size >= remembered) standing.clear();
    const mine: Standing = { writtenMs: Date.parse(ending.at), later: null };
    standing.set(name, mine);
    store
      .note(registration, kind, ending.at, ending.code)
      .catch((error: unknown) => logger.debug({ err: error }, 'health not noted'));
  };
  const note = (registration: RegistrationId, kind: HealthKind, code: ErrorCode | null): void => {
    const ending: Ending = { at: clock.now(), code };
    const name = `${registration} ${kind} ${code === null}`;
    const last = standing.get(name);
    const left = last === undefined ? 0 : last.writtenMs + everyMs - Date.parse(ending.at);
    if (last === undefined || left <= 0) {
      write(registration, kind, name, ending);
      return;
    }
    if (last.later === null) {
      after(left, () => last.later !== null && write(registration, kind, name, last.later));
    }
    last.later = ending;
  };
  return {
    well: (registration, kind) => note(registration, kind, null),
    failed: note,
  };
};

/** Of one course or person, and no word about the LMS. */
const isOfOne = (error: unknown): boolean =>
  isMusterError(error) && (error.details.reason === 'concluded' || error.code === 'GRADEBOOK_UNAVAILABLE');

const watching =
  (health: HealthNotes, kind: HealthKind) =>
  async <T>(registration: RegistrationId, call: Promise<T>): Promise<T> => {
    try {
      const answer = await call;
      health.well(registration, kind);
      return answer;
    } catch (error) {
      if (isMusterError(error) && !isOfOne(error)) health.failed(registration, kind, error.code);
      throw error;
    }
  };

export const watchedRosterSource = (source: RosterSource, health: HealthNotes): RosterSource => {
  const watch = watching(health, 'roster');
  return { read: (registration, ...asked) => watch(registration, source.read(registration, ...asked)) };
};

/** Null: it answered, whatever it said of this score. */
const troubleOf = (answer: PostAnswer): ErrorCode | null => {
  if (answer.outcome === 'retry')
    return answer.httpStatus === 429 || answer.httpStatus === 403 ? 'THROTTLED' : 'UNAVAILABLE';
  return answer.outcome === 'stopped' && answer.reason === 'not-allowed' ? 'DENIED' : null;
};

export const watchedGradebook = (gradebook: Gradebook, health: HealthNotes): Gradebook => {
  const watch = watching(health, 'gradebook');
  return {
    findLineItem: (registration, ...asked) => watch(registration, gradebook.findLineItem(registration, ...asked)),
    lineItemStands: (registration, ...asked) => watch(registration, gradebook.lineItemStands(registration, ...asked)),
    ensureLineItem: (registration, ...asked) => watch(registration, gradebook.ensureLineItem(registration, ...asked)),
    results: (registration, ...asked) => watch(registration, gradebook.results(registration, ...asked)),
    async postScore(registration, ...asked) {
      const answer = await gradebook.postScore(registration, ...asked);
      const trouble = troubleOf(answer);
      if (trouble === null) health.well(registration, 'gradebook');
      else health.failed(registration, 'gradebook', trouble);
      return answer;
    },
  };
};
