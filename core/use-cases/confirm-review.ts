import { isConfirming, recordsOf } from '../attendance/confirmation.ts';
import { talliesOf } from '../attendance/corrected-proposals.ts';
import { MusterError } from '../errors.ts';
import { asId, type CourseId, type MemberId, type SessionId } from '../ids.ts';
import type { Services } from '../ports/services.ts';
import { eraseCaptures } from './erase-captures.ts';
import { eraseUnconsented } from './erase-evidence.ts';
import { type BoardDeps, readBoard, type SessionBoard } from './read-board.ts';
import { sessionTask, settleSession } from './settle-session.ts';

type Deps = BoardDeps &
  Pick<Services, 'records' | 'consents' | 'disputes' | 'digests' | 'media' | 'work' | 'ids' | 'realtime'>;

/** What the teacher has before them. */
export interface BoardShown {
  readonly reviewVersion: number;
  /** How many had checked in; left out by who does not show it. */
  readonly checkedIn?: number;
}

const assertDecided = ({ board, review }: SessionBoard, { reviewVersion, checkedIn }: BoardShown): void => {
  if (review.version !== reviewVersion) throw new MusterError('RECORD_CHANGED');
  const said = board.members.filter(({ checkIn }) => checkIn !== null).length;
  if (checkedIn !== undefined && checkedIn !== said) throw new MusterError('RECORD_CHANGED');
  const { faces, members, captures } = board.open;
  if (faces + members + captures > 0) throw new MusterError('SESSION_UNDECIDED', { faces, members, captures });
};

/**
 * A teacher confirms what the board shows (design rule 1): from here on it is recorded. The task stands before the first
 * effect, and the session is `confirming` before the first record, so a crash anywhere is finished by `finishConfirmation`.
 * @throws MusterError NOT_FOUND, SESSION_NOT_OPEN, SESSION_UNDECIDED, RECORD_CHANGED
 */
export const confirmReview = async (
  deps: Deps & Pick<Services, 'metrics'>,
  course: CourseId,
  id: SessionId,
  by: { readonly member: MemberId; readonly name: string },
  shown: BoardShown,
): Promise<void> => {
  const seen = await readBoard(deps, course, id);
  if (seen.session.state !== 'open') throw new MusterError('SESSION_NOT_OPEN');
  assertDecided(seen, shown);
  const task = sessionTask(deps, course, id);
  await deps.work.add(task);
  await deps.sessions.put({
    ...seen.session,
    state: 'confirming',
    confirmedBy: by.member,
    confirmedByName: by.name,
    confirmedAt: deps.clock.now(),
    version: seen.session.version + 1,
  });
  // Here, where exactly one gets to: what finishes a confirmation may run again.
  for (const { engine, modelVersion, made, corrected } of talliesOf(seen.board, seen.captures)) {
    const of = { Engine: engine, ModelVersion: modelVersion };
    deps.metrics.count('ProposalsMade', of, made);
    deps.metrics.count('ProposalsCorrected', of, corrected);
  }
  await finishConfirmation(deps, task.key);
  await deps.work.done(task);
};

/** New faces that counted for somebody have now been seen by a teacher (design rule 7). One write for the course. */
const noteSeenFaces = async (deps: Deps, course: CourseId, { board, enrolledAt }: SessionBoard): Promise<void> => {
  const seen = new Map(await deps.seenFaces.read(course));
  let changed = false;
  for (const { member } of board.faces) {
    const at = member === null ? undefined : enrolledAt.get(member);
    if (member === null || at === undefined || seen.get(member) === at) continue;
    seen.set(member, at);
    changed = true;
  }
  if (changed) await deps.seenFaces.put(course, seen);
};

/**
 * Takes a session from `confirming` to its end, from wherever it was left: one write for each record that is not there
 * yet, the digest, the captures erased, publishing due. Safe to repeat; also settles a session after a correction.
 */
export const finishConfirmation = async (deps: Deps, key: string): Promise<void> => {
  const [course, id] = key.split('/').map((part) => asId(part)) as [CourseId, SessionId];
  const seen = await readBoard(deps, course, id);
  const { session } = seen;
  if (session.state === 'open') return;
  if (session.state === 'confirming') {
    if (!isConfirming(session)) throw new MusterError('INTERNAL');
    const before = await deps.records.listOfSession(course, id);
    const byMember = new Map(before.map((record) => [record.member, record]));
    const written = recordsOf(session, seen.board, seen.captures, byMember);
    await deps.records.putAll(course, written);
    // Of an earlier run that died here as well.
    const standing = new Map([...before, ...written].map((record) => [record.member, record]));
    await eraseUnconsented(deps, course, [...standing.values()]);
    await noteSeenFaces(deps, course, seen);
  }
  await settleSession(deps, course, id, 'confirmed');
  await eraseCaptures(deps, course, id);
  await deps.reviews.remove(course, id);
  await deps.realtime.publish(id, { kind: 'session', session: id, state: 'confirmed' });
};
