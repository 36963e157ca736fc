import type { Board, Verdict } from '../../lti-server/http/api-schema/board.ts';
import type { Status } from '../../lti-server/http/api-schema/status.ts';

/** One change of a review, as the API takes it. */
export type Change =
  | { readonly kind: 'face'; readonly face: string; readonly verdict: Verdict | null }
  | { readonly kind: 'members'; readonly changes: readonly MemberChange[] };

export interface MemberChange {
  readonly member: string;
  readonly status: Status | null;
  readonly remark?: string | null;
}

/** What to send to take a change back: that which stood on the board before it. */
export const inverse = (board: Board, change: Change): Change => {
  if (change.kind === 'face') {
    const before = board.faces.find(({ id }) => id === change.face);
    return { kind: 'face', face: change.face, verdict: before?.verdict ?? null };
  }
  const members = new Map(board.members.map((member) => [member.id, member]));
  return {
    kind: 'members',
    changes: change.changes.map(({ member }) => {
      const before = members.get(member);
      return before?.source === 'hand'
        ? { member, status: before.status, remark: before.remark }
        : { member, status: null };
    }),
  };
};

export const requestOf = (change: Change): { method: 'PUT'; path: string; body: object } =>
  change.kind === 'face'
    ? { method: 'PUT', path: `/review/faces/${change.face}`, body: { verdict: change.verdict } }
    : { method: 'PUT', path: '/review/members', body: { changes: change.changes } };
