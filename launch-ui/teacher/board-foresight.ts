import type { Board, BoardFace, BoardMember, Verdict } from '../../lti-server/http/api-schema/board.ts';
import type { Change, MemberChange } from './undo-stack.ts';

const memberAfter = (before: BoardMember, { status, remark }: MemberChange): BoardMember => {
  if (status !== null)
    return { ...before, status, source: 'hand', remark: remark === undefined ? before.remark : remark };
  const seen = before.face !== null;
  return { ...before, status: seen ? 'present' : null, source: seen ? 'photo' : null, remark: null };
};

const afterStatuses = (board: Board, changes: readonly MemberChange[]): Board => {
  const byMember = new Map(changes.map((change) => [change.member, change]));
  const members = board.members.map((member) => {
    const change = byMember.get(member.id);
    return change === undefined ? member : memberAfter(member, change);
  });
  return { ...board, members };
};

/** Whose status follows from this face, and does no more; and who is seen in it now. */
const afterVerdict = (board: Board, id: string, verdict: Verdict): Board => {
  const named = verdict.kind === 'member' ? verdict.member : null;
  const faceAfter = (face: BoardFace): BoardFace =>
    face.id === id ? { ...face, verdict, member: named, attention: null } : face;
  const members = board.members.map((member): BoardMember => {
    if (member.source === 'hand') return member;
    if (member.id === named) return { ...member, status: 'present', source: 'photo', face: member.face ?? id };
    return member.face === id ? { ...member, status: null, source: null, face: null } : member;
  });
  return { ...board, faces: board.faces.map(faceAfter), members };
};

const afterChange = (board: Board, change: Change): Board => {
  if (change.kind === 'members') return afterStatuses(board, change.changes);
  return change.verdict === null ? board : afterVerdict(board, change.face, change.verdict);
};

/**
 * The board as it will most likely look after a change, shown until the server has answered: a tap is seen at once in a
 * class of five hundred. What else follows from a verdict (design rule 3) is the server's to say, and a verdict taken
 * back is left to it altogether.
 */
export const foresee = (board: Board, change: Change): Board => {
  const after = afterChange(board, change);
  if (after === board) return board;
  return {
    ...after,
    open: {
      ...board.open,
      faces: after.faces.filter(({ attention }) => attention === 'uncertain').length,
      members: after.members.filter(({ status }) => status === null).length,
    },
  };
};
