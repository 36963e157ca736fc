import { afterWithdrawing, type Consent } from '../biometrics/consent.ts';
import { backupsUntil } from '../biometrics/erasure.ts';
import type { MemberId } from '../ids.ts';
import type { Services } from '../ports/services.ts';
import { type EraseDeps, type Erased, eraseTask, eraseWhatCan } from './erase-face.ts';
import { graceSeconds } from './new-task.ts';

type Deps = EraseDeps & Pick<Services, 'erasures' | 'work' | 'ids' | 'clock'>;

export interface Receipt extends Erased {
  readonly id: string;
  readonly at: string;
  /** The end of the last backup that may still hold it. */
  readonly backupsUntil: string;
}

/**
 * Puts a consent that no longer stands, so that nothing uses the face from here on, and erases everything that is held.
 * The task stands before the first effect; an engine that is down for a moment makes only its part later, and the
 * receipt says so.
 */
export const endConsent = async (deps: Deps, member: MemberId, ended: Consent | null): Promise<Receipt> => {
  const task = eraseTask(deps, member, graceSeconds);
  await deps.work.add(task);
  const [id, at] = [deps.ids.next(), deps.clock.now()];
  await deps.erasures.add({ id, at, member, kind: 'face', course: null });
  if (ended !== null) await deps.consents.put(ended);
  const { erased, failure } = await eraseWhatCan(deps, member);
  if (failure === null) await deps.work.done(task);
  return { id, at, backupsUntil: backupsUntil(at), ...erased };
};

/** A student takes back what they said, for every course. Never refused, also when recognition is off or nothing is held. */
export const withdrawFace = async (deps: Deps, member: MemberId): Promise<Receipt> => {
  const consent = await deps.consents.find(member);
  const ended = consent?.state === 'consented' ? afterWithdrawing(consent, deps.clock.now()) : null;
  return endConsent(deps, member, ended);
};
