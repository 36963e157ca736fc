import type { Board, BoardFace, BoardMember, Verdict } from '../../lti-server/http/api-schema/board.ts';
import type { CheckInView } from '../../lti-server/http/api-schema/check-in.ts';
import { byHand, type Change, type MemberChange, restOf } from './undo-stack.ts';

/** What a status follows from where no teacher has said one (core/attendance/board.ts). */
const following = ({
  face,
  checkIn,
}: Pick<BoardMember, 'face' | 'checkIn'>): Pick<BoardMember, 'status' | 'source'> => {
  if (face !== null) return { status: 'present', source: 'photo' };
  return checkIn === null ? { status: null, source: null } : { status: checkIn.status, source: 'code' };
};

const memberAfter = (member: BoardMember, { status, remark = member.remark, before }: MemberChange): BoardMember => {
  if (before !== undefined && byHand(member) !== before) return member;
  if (status !== null) return { ...member, status, source: 'hand', remark };
  return { ...member, ...following(member), remark };
};

const afterStatuses = (board: Board, changes: readonly MemberChange[]): Board => {
  const byMember = new Map(changes.map((change) => [change.member, change]));
  const members = board.members.map((member) => {
    const change = byMember.get(member.id);
    return change === undefined ? member : memberAfter(member, change);
  });
  return { ...board, members };
};

/** Whose status follows from this face, and does no more; whom it may be no more; and who is seen in it now. */
const afterVerdict = (board: Board, id: string, verdict: Verdict): Board => {
  const named = verdict.kind === 'member' ? verdict.member : null;
  const faceAfter = (face: BoardFace): BoardFace =>
    face.id === id ? { ...face, verdict, member: named, attention: null } : face;
  const members = board.members.map((before): BoardMember => {
    const member = before.maybe === id ? { ...before, maybe: null } : before;
    const isFree = member.source !== 'hand';
    // Who is pointed out in a picture is not absent any more.
    if (member.id === named && (isFree || member.status === 'absent'))
      return { ...member, status: 'present', source: 'photo', face: member.face ?? id, maybe: null };
    return isFree && member.face === id ? { ...member, ...following({ ...member, face: null }), face: null } : member;
  });
  return { ...board, faces: board.faces.map(faceAfter), members };
};

const afterChange = (board: Board, change: Change): Board => {
  switch (change.kind) {
    case 'face':
      return change.verdict === null ? board : afterVerdict(board, change.face, change.verdict);
    case 'members':
      return afterStatuses(board, change.changes);
    case 'rest':
      return afterStatuses(
        board,
        restOf(board).map(({ id }) => ({ member: id, status: change.status })),
      );
  }
};

const recounted = (board: Board): Board => ({
  ...board,
  open: {
    ...board.open,
    faces: board.faces.filter(({ attention }) => attention === 'uncertain').length,
    members: board.members.filter(({ status }) => status === null).length,
  },
});

/**
 * The board as it will most likely look after a change, shown until the server has answered: a tap is seen at once in a
 * class of five hundred. What else follows from a verdict (design rule 3) is the server's to say, and a verdict taken
 * back is left to it altogether.
 */
export const foresee = (board: Board, change: Change): Board => {
  const after = afterChange(board, change);
  return after === board ? board : recounted(after);
};

/** The board with a check-in that was just told of, as the server will say when it is asked. */
export const withCheckIn = (board: Board, id: string, checkIn: CheckInView): Board =>
  recounted({
    ...board,
    members: board.members.map((before) => {
      if (before.id !== id || before.checkIn !== null) return before;
      const member = { ...before, checkIn };
      return member.source === 'hand' ? member : { ...member, ...following(member) };
    }),
  });
