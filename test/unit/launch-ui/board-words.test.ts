import { differenceInWords, maybeInWords } from '../../../launch-ui/teacher/board-words.ts';
import { restOf, wayBack } from '../../../launch-ui/teacher/undo-stack.ts';
import type { Board, BoardFace, BoardMember } from '../../../lti-server/http/api-schema/board.ts';

const person = (id: string, over: Partial<BoardMember> = {}): BoardMember => ({
  id,
  name: id,
  status: null,
  source: null,
  face: null,
  maybe: null,
  remark: null,
  ...over,
});
const aFace = (id: string, over: Partial<BoardFace> = {}): BoardFace => ({
  id,
  capture: 'c',
  number: 4,
  box: { left: 0, top: 0, width: 0.1, height: 0.1 },
  heightPx: 100,
  tooSmall: false,
  decision: 'unknown',
  member: null,
  verdict: null,
  attention: null,
  candidates: [],
  ...over,
});
const boardOf = (members: readonly BoardMember[], faces: readonly BoardFace[] = []): Board => ({
  session: {
    id: 's',
    title: '',
    startsAt: '2026-11-24T10:00:00.000Z',
    state: 'open',
    counts: null,
    confirmedAt: null,
    undoableUntil: null,
  },
  timeZone: 'UTC',
  facesOn: true,
  captureHours: 12,
  picturesUntil: null,
  reviewVersion: 1,
  captures: [],
  faces: [...faces],
  members: [...members],
  open: { faces: 0, members: 0, captures: 0 },
});

describe('what differs between two boards', () => {
  it('is said person by person, with the status that stands now', () => {
    const before = boardOf([person('Ada'), person('Ben', { status: 'late', source: 'hand' }), person('Cleo')]);
    const after = boardOf([person('Ada', { status: 'late', source: 'hand' }), person('Ben'), person('Cleo')]);
    expect(differenceInWords(before, after)).toBe('Ada: late, Ben: not decided');
  });

  it('names faces that are nobody, and remarks', () => {
    const before = boardOf([person('Ada')], [aFace('f')]);
    const after = boardOf([person('Ada', { remark: 'ill' })], [aFace('f', { verdict: { kind: 'visitor' } })]);
    expect(differenceInWords(before, after)).toBe('Ada: remark, face 4: visitor');
  });

  it('is cut short when it is a lot', () => {
    const names = ['Ada', 'Ben', 'Cleo', 'Dan', 'Eve', 'Fay'];
    const after = boardOf(names.map((name) => person(name, { status: 'absent', source: 'hand' })));
    expect(differenceInWords(boardOf(names.map((name) => person(name))), after)).toBe(
      'Ada: absent, Ben: absent, Cleo: absent, Dan: absent and 2 more',
    );
  });

  it('is nothing when nothing does', () => {
    expect(differenceInWords(boardOf([person('Ada')]), boardOf([person('Ada')]))).toBeNull();
  });
});

describe('people who may be in the pictures', () => {
  const board = boardOf([
    person('Ada', { maybe: 'f' }),
    person('Ben'),
    person('Cleo', { maybe: 'g', status: 'absent' }),
  ]);

  it('are no part of the rest, and the reason is said', () => {
    expect(restOf(board).map(({ id }) => id)).toEqual(['Ben']);
    expect(maybeInWords(board)).toBe('1 person may be in the pictures: look at that face first.');
  });

  it('are not spoken of when there are none', () => {
    expect(maybeInWords(boardOf([person('Ben')]))).toBeNull();
  });
});

describe('the way back', () => {
  it('from a mark for the rest takes back only marks that still stand', () => {
    expect(
      wayBack(boardOf([person('Ada'), person('Ben', { maybe: 'f' })]), { kind: 'rest', status: 'absent' }),
    ).toEqual([{ kind: 'members', changes: [{ member: 'Ada', status: null, before: 'absent' }] }]);
  });

  it('makes somebody absent again whom a face had taken out of it', () => {
    const board = boardOf([person('Ada', { status: 'absent', source: 'hand' })], [aFace('f')]);
    expect(wayBack(board, { kind: 'face', face: 'f', verdict: { kind: 'member', member: 'Ada' } })).toEqual([
      { kind: 'face', face: 'f', verdict: null },
      { kind: 'members', changes: [{ member: 'Ada', status: 'absent', before: null }] },
    ]);
  });
});
