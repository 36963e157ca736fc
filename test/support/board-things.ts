import type { Board, BoardFace, BoardMember } from '../../lti-server/http/api-schema/board.ts';

/** What the API says of a board, with sound values and the ones a test is about laid over. */
export const aBoardFace = (id: string, over: Partial<BoardFace> = {}): BoardFace => ({
  id,
  capture: 'c1',
  number: 1,
  box: { left: 0, top: 0, width: 0.1, height: 0.1 },
  heightPx: 100,
  tooSmall: false,
  decision: 'match',
  member: null,
  verdict: null,
  attention: null,
  candidates: [],
  ...over,
});

export const aBoardMember = (id: string, over: Partial<BoardMember> = {}): BoardMember => ({
  id,
  name: `Student ${id}`,
  status: null,
  source: null,
  face: null,
  maybe: null,
  checkIn: null,
  remark: null,
  ...over,
});

export const aBoard = (over: Partial<Board> = {}): Board => ({
  session: {
    id: 's1',
    title: '',
    startsAt: '2026-11-24T10:00:00.000Z',
    state: 'open',
    counts: null,
    confirmedAt: null,
    undoableUntil: null,
  },
  timeZone: 'Europe/Berlin',
  facesOn: true,
  captureHours: 12,
  picturesUntil: null,
  reviewVersion: 1,
  checkInClosesAt: null,
  captures: [],
  faces: [],
  members: [],
  open: { faces: 0, members: 0, captures: 0 },
  ...over,
});
