import { students, visitors } from '../../practice-lms/class/draw.ts';
import { type Photograph, type Placed, photographs } from '../../practice-lms/class/photographs.ts';
import type { PracticeClass, SeenFace } from '../support/practice-class.ts';

/** A face of this height or more is large enough to be recognised. */
const largeEnoughPx = 48;
const hardOnes = students.filter(({ hard }) => hard !== null);
const isHard = new Set(hardOnes.map(({ id }) => id));
const mayBeMatched = new Set(students.filter(({ declines }) => !declines).map(({ id }) => id));
const onNoRoster = new Set(visitors.map(({ id }) => id));

const told = ({ face, placed, named, first }: SeenFace) =>
  `${placed?.person ?? 'nobody'} ${face.heightPx} px: ${face.decision}, first ${first ?? 'nobody'}, counts for ${named ?? 'nobody'}`;

const asExpected = ({ face, placed, first, named }: SeenFace): boolean => {
  switch (placed?.expected) {
    case 'match-or-review':
      return face.decision !== 'unknown' && first === placed.person;
    case 'review-or-unknown':
      return face.decision !== 'match';
    case 'never-matched':
      return named === null;
    case 'anything-but-wrong':
      return [named, first].every((person) => person === null || person === placed.person);
    case undefined:
      return false;
  }
};

/** How much of a tile is the person's face: the same portrait in each, measured where it is largest. */
const shareOfTile = (seen: readonly SeenFace[]): ReadonlyMap<string, number> => {
  const largest = new Map<string, { tile: number; share: number }>();
  for (const { placed, face } of seen) {
    if (placed === undefined || placed.tile.size <= (largest.get(placed.person)?.tile ?? 0)) continue;
    largest.set(placed.person, { tile: placed.tile.size, share: face.heightPx / placed.tile.size });
  }
  return new Map([...largest].map(([person, { share }]) => [person, share]));
};

/** What any engine owes the practice class with the thresholds it is shipped with. */
export const describePracticeClass = (engine: string, open: () => Promise<PracticeClass>) => {
  describe(`the practice class before ${engine}`, () => {
    let practice: PracticeClass;
    let shares: ReadonlyMap<string, number>;
    const seen = new Map<string, readonly SeenFace[]>();
    beforeAll(async () => {
      practice = await open();
      for (const plan of photographs) seen.set(plan.name, await practice.look(plan));
      shares = shareOfTile([...seen.values()].flat());
    }, 300_000);
    afterAll(() => practice?.close());

    const facesIn = ({ name }: Photograph) => seen.get(name) ?? [];
    const isLargeEnough = ({ person, tile }: Placed) => (shares.get(person) ?? 0) * tile.size >= largeEnoughPx;
    const faceOf = (plan: Photograph, person: string) => facesIn(plan).find(({ placed }) => placed?.person === person);
    /** Those of the faces for which it does not hold, in words. */
    const except = (faces: readonly SeenFace[], holds: (face: SeenFace) => boolean) =>
      faces.filter((face) => !holds(face)).map(told);

    describe.each(photographs)('in the photograph $name', (plan) => {
      it('every enrolled person present at 48 px or more is a match or a review with the right first candidate', () => {
        const present = plan.people.filter((placed) => mayBeMatched.has(placed.person) && isLargeEnough(placed));
        const missed = present.filter(({ person }) => {
          const found = faceOf(plan, person);
          return found === undefined || found.face.decision === 'unknown' || found.first !== person;
        });
        expect(present.length).toBeGreaterThan(0);
        expect(missed.map(({ person }) => person)).toEqual([]);
      });

      it('everybody whom the manifest expects to be recognised is', () => {
        const expected = plan.people.filter((placed) => placed.expected === 'match-or-review');
        const missed = expected.filter(({ person }) => {
          const found = faceOf(plan, person);
          return found === undefined || !asExpected(found);
        });
        expect(missed.map(({ person }) => person)).toEqual([]);
      });

      it('nobody is matched wrongly', () => {
        expect(except(facesIn(plan), ({ named, placed }) => named === null || named === placed?.person)).toEqual([]);
        expect(facesIn(plan).length).toBeGreaterThan(0);
      });

      it('visitors are never matched, nor is who declined', () => {
        const strangers = facesIn(plan).filter(
          ({ placed }) => placed === undefined || onNoRoster.has(placed.person) || !mayBeMatched.has(placed.person),
        );
        expect(except(strangers, ({ face, named }) => face.decision !== 'match' && named === null)).toEqual([]);
      });

      it('each hard portrait gets what the manifest expects', () => {
        const seenHard = facesIn(plan).filter(({ placed }) => placed !== undefined && isHard.has(placed.person));
        console.info([`${plan.name}, ${engine}`, ...seenHard.map(told)].join('\n'));
        expect(except(seenHard, asExpected)).toEqual([]);
        const present = plan.people.filter(({ person }) => isHard.has(person));
        const unseen = present.filter(({ person }) => faceOf(plan, person) === undefined);
        expect(unseen.filter(({ expected }) => expected !== 'anything-but-wrong')).toEqual([]);
      });

      it('no face is taken for a hard portrait that is not there', () => {
        const absent = new Set(hardOnes.map(({ id }) => id));
        for (const { person } of plan.people) absent.delete(person);
        expect(absent.size).toBeGreaterThan(0);
        expect(except(facesIn(plan), ({ named }) => named === null || !absent.has(named))).toEqual([]);
      });
    });
  });
};
