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

const byHand = (member: BoardMember | undefined): Status | null => (member?.source === 'hand' ? member.status : null);

/**
 * What to send to take a change back: that which stood on the board before it, and only where the change still stands, so
 * that nobody else's later choice goes with it.
 */
export const inverse = (board: Board, change: Change): Change => {
  const members = new Map(board.members.map((member) => [member.id, member]));
  switch (change.kind) {
    case 'face': {
      const before = board.faces.find(({ id }) => id === change.face);
      return { kind: 'face', face: change.face, verdict: before?.verdict ?? null };
    }
    case 'members':
      return {
        kind: 'members',
        changes: change.changes.map(({ member, status }) => ({
          member,
          status: byHand(members.get(member)),
          remark: members.get(member)?.remark ?? null,
          before: status,
        })),
      };
    case 'rest':
      return {
        kind: 'members',
        changes: restOf(board).map(({ id }) => ({ member: id, status: null, before: change.status })),
      };
  }
};

/** The whole way back. Who is pointed out in a picture stops being absent, so that an undo makes them absent again. */
export const wayBack = (board: Board, change: Change): readonly Change[] => {
  const back = inverse(board, change);
  if (change.kind !== 'face' || change.verdict?.kind !== 'member') return [back];
  const { member: named } = change.verdict;
  const member = board.members.find(({ id }) => id === named);
  return byHand(member) === 'absent'
    ? [back, { kind: 'members', changes: [{ member: named, status: 'absent', before: null }] }]
    : [back];
};

export const requestOf = (change: Change): { method: 'PUT'; path: string; body: object } => {
  switch (change.kind) {
    case 'face':
      return { method: 'PUT', path: `/review/faces/${change.face}`, body: { verdict: change.verdict } };
    case 'members':
      return { method: 'PUT', path: '/review/members', body: { changes: change.changes } };
    case 'rest':
      return { method: 'PUT', path: '/review/rest', body: { status: change.status } };
  }
};
