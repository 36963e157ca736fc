import { inverse, requestOf, restOf } from '../../../launch-ui/teacher/undo-stack.ts';
import { aBoard, aBoardFace, aBoardMember } from '../../support/board-things.ts';

const visitor = { kind: 'visitor' } as const;
const is = (member: string) => ({ kind: 'member', member }) as const;

describe('taking back what was said of a face', () => {
  it('takes the first word back, and a second one to the first', () => {
    const board = aBoard({ faces: [aBoardFace('a'), aBoardFace('b', { verdict: visitor })] });
    expect(inverse(board, { kind: 'face', face: 'a', verdict: visitor })).toEqual([
      { kind: 'face', face: 'a', verdict: null },
    ]);
    expect(inverse(board, { kind: 'face', face: 'b', verdict: is('ada') })).toEqual([
      { kind: 'face', face: 'b', verdict: visitor },
    ]);
  });

  it('gives a member back to the face of the same picture that they were moved away from', () => {
    const board = aBoard({
      faces: [
        aBoardFace('a'),
        aBoardFace('b', { verdict: is('ada'), member: 'ada' }),
        aBoardFace('c', { verdict: is('bea'), member: 'bea' }),
        aBoardFace('d', { verdict: is('ada'), member: 'ada', capture: 'c2' }),
      ],
    });
    expect(inverse(board, { kind: 'face', face: 'a', verdict: is('ada') })).toEqual([
      { kind: 'face', face: 'a', verdict: null },
      { kind: 'face', face: 'b', verdict: is('ada') },
    ]);
  });

  it('makes somebody absent again whom the face had taken out of it, after all else', () => {
    const board = aBoard({
      faces: [aBoardFace('a'), aBoardFace('b', { verdict: is('ada'), member: 'ada' })],
      members: [aBoardMember('ada', { status: 'absent', source: 'hand', face: 'b' })],
    });
    expect(inverse(board, { kind: 'face', face: 'a', verdict: is('ada') })).toEqual([
      { kind: 'face', face: 'a', verdict: null },
      { kind: 'face', face: 'b', verdict: is('ada') },
      { kind: 'members', changes: [{ member: 'ada', status: 'absent', before: null }] },
    ]);
  });
});

describe('taking back statuses', () => {
  const board = aBoard({
    members: [
      aBoardMember('undecided'),
      aBoardMember('seen', { status: 'present', source: 'photo', face: 'a' }),
      aBoardMember('late', { status: 'late', source: 'hand', remark: 'Bus' }),
    ],
  });

  it('takes the choice of whoever had none back, also of one who was seen, while it still stands', () => {
    const changes = ['undecided', 'seen'].map((member) => ({ member, status: 'absent' as const }));
    expect(inverse(board, { kind: 'members', changes })).toEqual([
      {
        kind: 'members',
        changes: [
          { member: 'undecided', status: null, remark: null, before: 'absent' },
          { member: 'seen', status: null, remark: null, before: 'absent' },
        ],
      },
    ]);
  });

  it('puts a choice back with its remark', () => {
    expect(inverse(board, { kind: 'members', changes: [{ member: 'late', status: null }] })).toEqual([
      { kind: 'members', changes: [{ member: 'late', status: 'late', remark: 'Bus', before: null }] },
    ]);
  });
});

describe('the rest', () => {
  const board = aBoard({
    members: [
      aBoardMember('ada'),
      aBoardMember('ben', { maybe: 'f' }),
      aBoardMember('cem', { status: 'late', source: 'hand' }),
    ],
  });

  it('is who has no status, but for those who may be in the pictures', () => {
    expect(restOf(board).map(({ id }) => id)).toEqual(['ada']);
  });

  it('loses its mark again where that still stands', () => {
    expect(inverse(board, { kind: 'rest', status: 'absent' })).toEqual([
      { kind: 'members', changes: [{ member: 'ada', status: null, before: 'absent' }] },
    ]);
  });

  it('has nothing to take back when it is nobody', () => {
    expect(inverse(aBoard({ members: board.members.slice(1) }), { kind: 'rest', status: 'absent' })).toEqual([]);
  });
});

describe('a change as the API takes it', () => {
  it('names the face in the path, or the members or the status of the rest in the body', () => {
    expect(requestOf({ kind: 'face', face: 'c1.0', verdict: visitor })).toMatchObject({
      method: 'PUT',
      path: '/review/faces/c1.0',
      body: { verdict: visitor },
    });
    const changes = [{ member: 'ada', status: 'late' as const }];
    expect(requestOf({ kind: 'members', changes })).toMatchObject({
      method: 'PUT',
      path: '/review/members',
      body: { changes },
    });
    expect(requestOf({ kind: 'rest', status: 'absent' })).toMatchObject({
      method: 'PUT',
      path: '/review/rest',
      body: { status: 'absent' },
    });
  });
});
