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

const isOf = (verdict: Verdict | null, member: string) => verdict?.kind === 'member' && verdict.member === member;

/** What to send, one after another, to take a change back: that which stood on the board before it. */
export const inverse = (board: Board, change: Change): readonly Change[] => {
  if (change.kind === 'face') {
    const before = board.faces.find(({ id }) => id === change.face);
    const { verdict } = change;
    // A member named here was moved away from another face of the same picture, if the teacher had named them there.
    const robbed = board.faces.filter(
      (face) =>
        face.id !== change.face &&
        face.capture === before?.capture &&
        verdict?.kind === 'member' &&
        isOf(face.verdict, verdict.member),
    );
    return [
      { kind: 'face', face: change.face, verdict: before?.verdict ?? null },
      ...robbed.map(({ id, verdict: theirs }): Change => ({ kind: 'face', face: id, verdict: theirs })),
    ];
  }
  const members = new Map(board.members.map((member) => [member.id, member]));
  const changes = change.changes.map(({ member }) => {
    const before = members.get(member);
    return before?.source === 'hand'
      ? { member, status: before.status, remark: before.remark }
      : { member, status: null };
  });
  return [{ kind: 'members', changes }];
};

export const requestOf = (change: Change): { method: 'PUT'; path: string; body: object; foreseen: Change } => ({
  method: 'PUT',
  ...(change.kind === 'face'
    ? { path: `/review/faces/${change.face}`, body: { verdict: change.verdict } }
    : { path: '/review/members', body: { changes: change.changes } }),
  foreseen: change,
});
