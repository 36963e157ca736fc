import { same } from '../../../core/same.ts';

describe('the same plain data', () => {
  it.each([
    ['numbers', 1, 1],
    [
      'members in another order',
      { a: 1, b: { c: [1, { d: null, e: 2 }] } },
      { b: { c: [1, { e: 2, d: null }] }, a: 1 },
    ],
    ['a member that is undefined and one that is not there', { a: 1, b: undefined }, { a: 1 }],
    ['empty lists', [], []],
  ])('is seen through %s', (_, a, b) => {
    expect(same(a, b)).toBe(true);
    expect(same(b, a)).toBe(true);
  });

  it.each([
    ['another number', 1, 2],
    ['a number and its text', 1, '1'],
    ['nothing and nought', null, 0],
    ['null and undefined', { a: null }, {}],
    ['a list in another order', [1, 2], [2, 1]],
    ['a longer list', [1], [1, 2]],
    ['a list and an object', [], {}],
    ['one member more', { a: 1 }, { a: 1, b: 2 }],
    ['a difference far inside', { a: [{ b: 1 }] }, { a: [{ b: 2 }] }],
  ])('is told from %s', (_, a, b) => {
    expect(same(a, b)).toBe(false);
    expect(same(b, a)).toBe(false);
  });
});
