import type { CourseId } from '../ids.ts';
import type { Services } from '../ports/services.ts';

type Deps = Pick<Services, 'leases' | 'ids' | 'clock'>;

/** Longer than the slowest call with a token before it and one after a 401: nobody else comes in between. */
const turnSeconds = 90;
/** Nothing is written for a turn that has only just begun. */
const renewAfterSeconds = 20;
/** The longest that one course's trouble keeps the others of its host waiting. */
const longestRest = 10;

/** The right to call one platform's host, of one process at a time. LTI AGS has no bulk call: scores go one after another. */
export interface HostTurn {
  /** Before each call. @throws Error when it was lost */
  keep(): Promise<void>;
  end(): Promise<void>;
  /** Ends it, and nobody calls the host for so many seconds, ten at most: it has said that it is asked too much. */
  rest(seconds: number): Promise<void>;
}

/** Null while another course has it, in this process or another. A turn whose process died ends by itself. */
export const takeHostTurn = async (
  { leases, ids, clock }: Deps,
  host: string,
  course: CourseId,
): Promise<HostTurn | null> => {
  const name = `host/${host}`;
  const holder = `${course}/${ids.next()}`;
  const take = (seconds: number) => leases.take({ name, holder, task: null }, clock.now(), seconds);
  if ((await take(turnSeconds)) === null) return null;
  let since = Date.parse(clock.now());
  return {
    async keep() {
      const now = Date.parse(clock.now());
      if (now - since < renewAfterSeconds * 1000) return;
      if ((await take(turnSeconds)) === null) throw new Error('turn lost');
      since = now;
    },
    end: () => leases.release(name, holder),
    // Kept by a holder that nobody is any more: it ends by itself.
    rest: async (seconds) => void (await take(Math.min(longestRest, seconds))),
  };
};
