import { foresee, withCheckIn } from '../../../launch-ui/teacher/board-foresight.ts';
import { aBoard, aBoardFace, aBoardMember } from '../../support/board-things.ts';

const is = (member: string) => ({ kind: 'member', member }) as const;
const board = aBoard({
  faces: [aBoardFace('look', { attention: 'uncertain', decision: 'review' }), aBoardFace('bea', { member: 'bea' })],
  members: [
    aBoardMember('ada'),
    aBoardMember('bea', { status: 'present', source: 'photo', face: 'bea' }),
    aBoardMember('cem', { status: 'late', source: 'hand', remark: 'Bus' }),
  ],
  open: { faces: 1, members: 1, captures: 0 },
});
const member = (after: typeof board, id: string) => after.members.find((one) => one.id === id);

describe('given somebody has just checked in', () => {
  const late = { at: '2026-11-24T09:12:00.000Z', status: 'late' } as const;

  it('proposes what they said, and counts who is left', () => {
    const after = withCheckIn(board, 'ada', late);
    expect(member(after, 'ada')).toMatchObject({ status: 'late', source: 'code', checkIn: late });
    expect(after.open).toEqual({ faces: 1, members: 0, captures: 0 });
  });

  it('leaves what a picture or a teacher says, and notes it beside that', () => {
    const after = ['bea', 'cem'].reduce((before, id) => withCheckIn(before, id, late), board);
    expect(member(after, 'bea')).toMatchObject({ status: 'present', source: 'photo', checkIn: late });
    expect(member(after, 'cem')).toMatchObject({ status: 'late', source: 'hand', checkIn: late });
  });

  it('keeps the first word when it is told of twice', () => {
    const once = withCheckIn(board, 'ada', late);
    expect(withCheckIn(once, 'ada', { at: '2026-11-24T09:13:00.000Z', status: 'present' })).toEqual(once);
  });

  it('comes back to it when what a teacher said is taken back', () => {
    const marked = foresee(withCheckIn(board, 'ada', late), {
      kind: 'members',
      changes: [{ member: 'ada', status: 'absent' }],
    });
    expect(member(marked, 'ada')).toMatchObject({ status: 'absent', source: 'hand' });
    const back = foresee(marked, { kind: 'members', changes: [{ member: 'ada', status: null }] });
    expect(member(back, 'ada')).toMatchObject({ status: 'late', source: 'code' });
  });
});

describe('given a status was set', () => {
  it('shows it at once, and counts who is left', () => {
    const after = foresee(board, { kind: 'members', changes: [{ member: 'ada', status: 'absent' }] });
    expect(member(after, 'ada')).toMatchObject({ status: 'absent', source: 'hand' });
    expect(after.open).toEqual({ faces: 1, members: 0, captures: 0 });
  });

  it('keeps a remark that is not spoken of', () => {
    const keep = foresee(board, { kind: 'members', changes: [{ member: 'cem', status: 'absent' }] });
    expect(member(keep, 'cem')).toMatchObject({ status: 'absent', remark: 'Bus' });
    const clear = foresee(board, { kind: 'members', changes: [{ member: 'cem', status: 'late', remark: null }] });
    expect(member(clear, 'cem')?.remark).toBeNull();
  });

  it('shows what the picture says again when the choice is taken back', () => {
    const after = foresee(foresee(board, { kind: 'members', changes: [{ member: 'bea', status: 'late' }] }), {
      kind: 'members',
      changes: ['bea', 'cem'].map((id) => ({ member: id, status: null })),
    });
    expect(member(after, 'bea')).toMatchObject({ status: 'present', source: 'photo' });
    expect(member(after, 'cem')).toMatchObject({ status: null, source: null, remark: 'Bus' });
  });

  it('takes nothing back that does not stand any more', () => {
    const changes = [{ member: 'cem', status: null, before: 'absent' as const }];
    expect(member(foresee(board, { kind: 'members', changes }), 'cem')).toBe(board.members[2]);
  });

  it('leaves all others the very same objects, which need not be drawn anew', () => {
    const after = foresee(board, { kind: 'members', changes: [{ member: 'ada', status: 'absent' }] });
    expect(after.members[1]).toBe(board.members[1]);
    expect(after.faces[0]).toBe(board.faces[0]);
  });
});

describe('given the rest was marked', () => {
  it('shows the mark on whoever has no status, but for those who may be in the pictures', () => {
    const crowd = aBoard({ ...board, members: [...board.members, aBoardMember('dan', { maybe: 'look' })] });
    const after = foresee(crowd, { kind: 'rest', status: 'absent' });
    expect(after.members.map(({ status }) => status)).toEqual(['absent', 'present', 'late', null]);
    expect(after.open).toEqual({ faces: 1, members: 1, captures: 0 });
  });
});

describe('given a face was judged', () => {
  it('shows the member as present, and the face as settled', () => {
    const after = foresee(board, { kind: 'face', face: 'look', verdict: is('ada') });
    expect(after.faces[0]).toMatchObject({ member: 'ada', attention: null, verdict: is('ada') });
    expect(member(after, 'ada')).toMatchObject({ status: 'present', source: 'photo', face: 'look' });
    expect(after.open).toEqual({ faces: 0, members: 0, captures: 0 });
  });

  it('takes the status away that rested on the face, and none that was set by hand', () => {
    const after = foresee(board, { kind: 'face', face: 'bea', verdict: { kind: 'visitor' } });
    expect(member(after, 'bea')).toMatchObject({ status: null, source: null, face: null });
    expect(foresee(board, { kind: 'face', face: 'look', verdict: is('cem') }).members[2]).toBe(board.members[2]);
  });

  it('shows somebody absent as present who is pointed out', () => {
    const absent = foresee(board, { kind: 'members', changes: [{ member: 'ada', status: 'absent' }] });
    const after = foresee(absent, { kind: 'face', face: 'look', verdict: is('ada') });
    expect(member(after, 'ada')).toMatchObject({ status: 'present', source: 'photo', face: 'look' });
  });

  it('holds nobody to be in it any more who may have been', () => {
    const maybe = aBoard({ ...board, members: [aBoardMember('ada', { maybe: 'look' }), aBoardMember('dan')] });
    const after = foresee(maybe, { kind: 'face', face: 'look', verdict: is('dan') });
    expect(member(after, 'ada')).toMatchObject({ status: null, maybe: null });
  });

  it('waits for the server when a word is taken back', () => {
    expect(foresee(board, { kind: 'face', face: 'look', verdict: null })).toBe(board);
  });
});
