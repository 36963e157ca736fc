import {
  captureInWords,
  differenceInWords,
  maybeInWords,
  pausedInWords,
} from '../../../launch-ui/teacher/board-words.ts';
import type { BoardCapture, BoardFace, BoardMember } from '../../../lti-server/http/api-schema/board.ts';
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

describe('pictures', () => {
  const aCapture = (over: Partial<BoardCapture>): BoardCapture => ({
    id: 'c1',
    state: 'stored',
    width: 1280,
    height: 960,
    facesCompared: 0,
    facesFound: 0,
    tooSmall: 0,
    failure: null,
    ...over,
  });
  const paused = (state: BoardCapture['state']) => aCapture({ state, failure: 'UNAVAILABLE' });

  it('that could not be compared so far say so, that it goes on, and what to do meanwhile', () => {
    for (const state of ['stored', 'identifying'] as const)
      expect(captureInWords(paused(state))).toBe(
        'Not compared yet: recognition is not available at the moment. It is tried again by itself.',
      );
    const board = { ...boardOf([]), captures: [paused('stored'), paused('identifying'), aCapture({})] };
    expect(pausedInWords(board)).toBe(
      '2 pictures are not compared yet: recognition is not available at the moment. It is tried again by itself; meanwhile you can mark by hand, and confirm.',
    );
  });

  it('that wait, were compared, or cannot be, are not spoken of so', () => {
    const captures = [aCapture({}), aCapture({ state: 'identified' }), aCapture({ state: 'failed', failure: 'X' })];
    expect(pausedInWords({ ...boardOf([]), captures })).toBeNull();
    expect(captures.map(captureInWords).slice(0, 2)).toEqual(['Waiting to be compared', 'No faces found']);
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
