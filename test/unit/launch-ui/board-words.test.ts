import { differenceInWords, maybeInWords } from '../../../launch-ui/teacher/board-words.ts';
import type { BoardFace, BoardMember } from '../../../lti-server/http/api-schema/board.ts';
import { aBoard, aBoardFace, aBoardMember } from '../../support/board-things.ts';

const person = (id: string, over: Partial<BoardMember> = {}) => aBoardMember(id, { name: id, ...over });
const boardOf = (members: BoardMember[], faces: BoardFace[] = []) => aBoard({ members, faces });

describe('what differs between two boards', () => {
  it('is said person by person, with the status that stands now', () => {
    const before = boardOf([person('Ada'), person('Ben', { status: 'late', source: 'hand' }), person('Cleo')]);
    const after = boardOf([person('Ada', { status: 'late', source: 'hand' }), person('Ben'), person('Cleo')]);
    expect(differenceInWords(before, after)).toBe('Ada: late, Ben: not decided');
  });

  it('names faces that are nobody, and remarks', () => {
    const before = boardOf([person('Ada')], [aBoardFace('f')]);
    const after = boardOf([person('Ada', { remark: 'ill' })], [aBoardFace('f', { verdict: { kind: 'visitor' } })]);
    expect(differenceInWords(before, after)).toBe('Ada: remark, face 1: visitor');
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

  it('are said to be no part of the rest, with the reason', () => {
    expect(maybeInWords(board)).toBe('1 person may be in the pictures: look at that face first.');
  });

  it('are not spoken of when there are none', () => {
    expect(maybeInWords(boardOf([person('Ben')]))).toBeNull();
  });
});
