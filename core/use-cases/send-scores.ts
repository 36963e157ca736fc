import type { LedgerEntry } from '../attendance/ledger.ts';
import { overwriteChanged } from '../attendance/ledger-plan.ts';
import { MusterError } from '../errors.ts';
import type { CourseId, MemberId } from '../ids.ts';
import type { Services } from '../ports/services.ts';
import { publishTask } from './settle-session.ts';

type Deps = Pick<Services, 'ledger' | 'work' | 'ids' | 'clock'>;

const change = async (deps: Deps, course: CourseId, entries: readonly LedgerEntry[]): Promise<void> => {
  await deps.work.add(publishTask(deps, course));
  for (const entry of entries) await deps.ledger.put(course, { ...entry, version: entry.version + 1 });
};

/** "Send again": lifts refusals, of one member or of all, and publishes. @throws MusterError RECORD_CHANGED */
export const sendAgain = async (deps: Deps, course: CourseId, member?: MemberId): Promise<void> => {
  const refused = (await deps.ledger.list(course)).filter(
    (entry) => entry.state === 'refused' && (member === undefined || entry.member === member),
  );
  await change(
    deps,
    course,
    refused.map((entry) => ({ ...entry, state: 'pending', refusal: null, attempts: 0 })),
  );
};

/** "Send over it": a value changed in the gradebook is replaced by ours after all. @throws MusterError NOT_FOUND, RECORD_CHANGED */
export const sendOver = async (deps: Deps, course: CourseId, member: MemberId): Promise<void> => {
  const entry = (await deps.ledger.list(course)).find((candidate) => candidate.member === member);
  if (entry === undefined) throw new MusterError('NOT_FOUND');
  await change(deps, course, [overwriteChanged(entry, deps.clock.now())]);
};
