import type { Board, BoardMember, Verdict } from '../../lti-server/http/api-schema/board.ts';
import type { Status } from '../../lti-server/http/api-schema/status.ts';

/** One change of a review, as the API takes it. */
export type Change =
  | { readonly kind: 'face'; readonly face: string; readonly verdict: Verdict | null }
  | { readonly kind: 'members'; readonly changes: readonly MemberChange[] }
  | { readonly kind: 'rest'; readonly status: Status };

export interface MemberChange {
  readonly member: string;
  readonly status: Status | null;
  readonly remark?: string | null;
  /** Given: only while this is what stands by hand. */
  readonly before?: Status | null;
}

/** Whom a mark for the rest is about, as far as this board knows. The server decides on the newest. */
export const restOf = (board: Board): readonly BoardMember[] =>
  board.members.filter(({ status, maybe }) => status === null && maybe === null);

export const byHand = (member: BoardMember | undefined): Status | null =>
  member?.source === 'hand' ? member.status : null;

/** What a word on a face moves besides it, and what puts that back. */
const wayBackOf = (board: Board, moved: string, verdict: Verdict | null): readonly Change[] => {
  if (verdict?.kind !== 'member') return [];
  const { member: named } = verdict;
  const capture = board.faces.find(({ id }) => id === moved)?.capture;
  // They were moved away from another face of the same picture, if a teacher had named them there.
  const robbed = board.faces.filter(
    (face) =>
      face.id !== moved && face.capture === capture && face.verdict?.kind === 'member' && face.verdict.member === named,
  );
  const given = robbed.map(({ id, verdict: theirs }): Change => ({ kind: 'face', face: id, verdict: theirs }));
  // Who is pointed out in a picture stops being absent: last of all they are absent again.
  return byHand(board.members.find(({ id }) => id === named)) === 'absent'
    ? [...given, { kind: 'members', changes: [{ member: named, status: 'absent', before: null }] }]
    : given;
};

/**
 * What to send, one after another, to take a change back: that which stood on the board before it, and only where the
 * change still stands, so that nobody else's later choice goes with it.
 */
export const inverse = (board: Board, change: Change): readonly Change[] => {
  switch (change.kind) {
    case 'face': {
      const before = board.faces.find(({ id }) => id === change.face);
      const back: Change = { kind: 'face', face: change.face, verdict: before?.verdict ?? null };
      return [back, ...wayBackOf(board, change.face, change.verdict)];
    }
    case 'members': {
      const members = new Map(board.members.map((member) => [member.id, member]));
      const changes = change.changes.map(({ member, status }) => ({
        member,
        status: byHand(members.get(member)),
        remark: members.get(member)?.remark ?? null,
        before: status,
      }));
      return [{ kind: 'members', changes }];
    }
    case 'rest': {
      const changes = restOf(board).map(({ id }) => ({ member: id, status: null, before: change.status }));
      return changes.length === 0 ? [] : [{ kind: 'members', changes }];
    }
  }
};

/** A change on its way to the server, and what is shown meanwhile. */
export interface ChangeRequest {
  readonly method: 'PUT';
  readonly path: string;
  readonly body: object;
  readonly foreseen: Change;
}

export const requestOf = (change: Change): ChangeRequest => {
  const request = { method: 'PUT', foreseen: change } as const;
  switch (change.kind) {
    case 'face':
      return { ...request, path: `/review/faces/${change.face}`, body: { verdict: change.verdict } };
    case 'members':
      return { ...request, path: '/review/members', body: { changes: change.changes } };
    case 'rest':
      return { ...request, path: '/review/rest', body: { status: change.status } };
  }
};
