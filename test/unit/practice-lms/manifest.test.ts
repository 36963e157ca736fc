import { readFileSync } from 'node:fs';
import { students, visitors } from '../../../practice-lms/class/draw.ts';
import { missing, photographs } from '../../../practice-lms/class/photographs.ts';

const manifest: unknown = JSON.parse(
  readFileSync(new URL('../../../practice-lms/class/manifest.json', import.meta.url), 'utf8'),
);
const inShot = (name: string) =>
  new Set(photographs.find((photograph) => photograph.name === name)?.people.map(({ person }) => person));

describe('the practice class', () => {
  it('is drawn as the committed manifest says', () => {
    expect(JSON.parse(JSON.stringify({ students, visitors, missing, photographs }))).toEqual(manifest);
  });

  it('has 28 students, four of them hard, one who declines, and two visitors on no roster', () => {
    expect(students).toHaveLength(28);
    expect(students.filter(({ hard }) => hard !== null)).toHaveLength(4);
    expect(students.filter(({ declines }) => declines)).toHaveLength(1);
    expect(visitors).toHaveLength(2);
  });

  it('promises each hard portrait to be recognised from near, and says why', () => {
    for (const { hard, promised } of students) {
      expect(promised === null).toBe(hard === null);
      if (promised === null) continue;
      expect(promised.near).toBe('match-or-review');
      expect(promised.because).not.toBe('');
    }
  });

  it('has two shots that overlap, visitors in them, and nobody who is missing', () => {
    const [front, back] = [inShot('biology-front'), inShot('biology-back')];
    expect([...front].filter((person) => back.has(person)).length).toBeGreaterThan(2);
    expect(front.has('visitor-1') && back.has('visitor-2')).toBe(true);
    expect(missing.filter((person) => front.has(person) || back.has(person))).toEqual([]);
  });

  it('has one that is far and dark', () => {
    const far = photographs.find(({ name }) => name === 'biology-far');
    expect(far?.gloom).toBeLessThan(0);
    expect(Math.max(...(far?.people.map(({ tile }) => tile.size) ?? [999]))).toBeLessThan(100);
  });
});
