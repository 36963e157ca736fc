import { actionOf, neighbour, queueOf } from '../../../launch-ui/teacher/board-keys.ts';
import { aBoardFace } from '../../support/board-things.ts';

const page = { tagName: 'DIV' };

describe('a key on the board', () => {
  it.each([
    ['j', { kind: 'move', by: 1 }],
    ['ArrowRight', { kind: 'move', by: 1 }],
    ['K', { kind: 'move', by: -1 }],
    ['ArrowLeft', { kind: 'move', by: -1 }],
    ['1', { kind: 'choose', candidate: 0 }],
    ['3', { kind: 'choose', candidate: 2 }],
    ['V', { kind: 'visitor' }],
    ['x', { kind: 'not-a-face' }],
    ['u', { kind: 'undo' }],
    ['Enter', { kind: 'confirm' }],
    ['?', { kind: 'help' }],
  ] as const)('%s means %o', (key, action) => {
    expect(actionOf(key, page)).toEqual(action);
  });

  it('means nothing when it is any other', () => {
    for (const key of ['4', '0', 'q', 'Escape', 'Tab', 'ArrowUp', ' ']) expect(actionOf(key, page)).toBeNull();
  });

  it('means nothing while somebody types', () => {
    for (const tagName of ['INPUT', 'TEXTAREA', 'SELECT']) {
      for (const key of ['x', '1', 'Enter', 'ArrowLeft']) expect(actionOf(key, { tagName })).toBeNull();
    }
  });

  it('leaves Enter to what it presses, and takes letters there', () => {
    for (const tagName of ['BUTTON', 'A', 'LABEL', 'SUMMARY']) {
      expect(actionOf('Enter', { tagName })).toBeNull();
      expect(actionOf('x', { tagName })).toEqual({ kind: 'not-a-face' });
    }
  });
});

describe('the queue of faces', () => {
  it('has the uncertain ones before the new ones, each in their order, and no others', () => {
    const faces = [
      aBoardFace('a', { attention: 'new' }),
      aBoardFace('b', { attention: 'uncertain' }),
      aBoardFace('c'),
      aBoardFace('d', { attention: 'uncertain' }),
    ];
    expect(queueOf(faces).map(({ id }) => id)).toEqual(['b', 'd', 'a']);
  });
});

describe('the next face', () => {
  const faces = ['a', 'b', 'c'].map((id) => aBoardFace(id));

  it('is the one beside, around the end', () => {
    expect(neighbour(faces, 'a', 1)).toBe('b');
    expect(neighbour(faces, 'c', 1)).toBe('a');
    expect(neighbour(faces, 'a', -1)).toBe('c');
  });

  it('is the first, or the last, when none is open or the open one has gone', () => {
    expect(neighbour(faces, null, 1)).toBe('a');
    expect(neighbour(faces, 'z', -1)).toBe('c');
  });

  it('is none when there are no faces', () => {
    expect(neighbour([], 'a', 1)).toBeNull();
  });
});
