import { decide, type Thresholds, warnBelowPx } from './identification.ts';

/** One face of one shot as it looks to the embedded recogniser. In memory alone: nothing of it is stored. */
export interface Look {
  readonly vector: Float32Array;
  readonly heightPx: number;
  readonly sharpness: number;
}

/** The faces of one shot; null where the recogniser sees none. */
export type Shot = readonly (Look | null)[];

/**
 * From this cosine on two faces of two shots are one person's. Measured: the most alike of two different people on the
 * Face Research Lab London Set (102 people, two pictures each, 20,604 pairs) reach .53; made 51 pixels tall, blurred,
 * dark, JPEG 60: .52; made 37 pixels tall: .58. On the practice photographs no pair of 3,980 reaches .61, and none of 40
 * pixels or more .49. So 0 of 65,792 pairs of strangers are taken for one person, and above 40 pixels the nearest is .12
 * away. Whoever sits in two shots of one light reaches .80 and more.
 */
const sameFace = 0.65;
/** What a pair must lead any other by in which one of the two takes part: twins beside each other are left apart. */
const lead = 0.08;

const cosine = (a: Float32Array, b: Float32Array): number => {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
};

interface Group {
  /** By shot: which of its faces. */
  readonly faces: Map<number, number>;
}

/**
 * Which faces of several shots of one room are one person's: one face of a shot is in one group, one group has at most
 * one face of each shot, and all of a group resemble each other. Answers each face's group by a number.
 */
export const groupFaces = (shots: readonly Shot[]): number[][] => {
  const usable = (shot: number, face: number): Look | null => {
    const look = shots[shot]?.[face] ?? null;
    return look !== null && look.heightPx >= warnBelowPx ? look : null;
  };
  const alike = (shotA: number, faceA: number, shotB: number, faceB: number): number => {
    const [a, b] = [usable(shotA, faceA), usable(shotB, faceB)];
    return a === null || b === null ? -1 : cosine(a.vector, b.vector);
  };
  const pairs: { a: [number, number]; b: [number, number]; alike: number }[] = [];
  for (const [shotA, facesA] of shots.entries()) {
    for (let shotB = shotA + 1; shotB < shots.length; shotB += 1) {
      const facesB = shots[shotB] ?? [];
      const table = facesA.map((_, faceA) => facesB.map((_other, faceB) => alike(shotA, faceA, shotB, faceB)));
      for (const [faceA, row] of table.entries()) {
        for (const [faceB, own] of row.entries()) {
          if (own < sameFace) continue;
          const rivals = [
            ...row.filter((_, at) => at !== faceB),
            ...table.flatMap((other, at) => (at === faceA ? [] : [other[faceB] ?? -1])),
          ];
          if (rivals.every((rival) => own - rival >= lead))
            pairs.push({ a: [shotA, faceA], b: [shotB, faceB], alike: own });
        }
      }
    }
  }
  const groups = shots.map((shot, at) => shot.map((_, face): Group => ({ faces: new Map([[at, face]]) })));
  const groupOf = ([shot, face]: readonly [number, number]) => groups[shot]?.[face];
  for (const { a, b } of pairs.sort((one, other) => other.alike - one.alike)) {
    const [into, from] = [groupOf(a), groupOf(b)];
    if (into === undefined || from === undefined || into === from) continue;
    const fits = [...into.faces].every(
      ([shotA, faceA]) =>
        !from.faces.has(shotA) &&
        [...from.faces].every(([shotB, faceB]) => alike(shotA, faceA, shotB, faceB) >= sameFace),
    );
    if (!fits) continue;
    for (const [shot, face] of from.faces) {
      into.faces.set(shot, face);
      (groups[shot] as Group[])[face] = into;
    }
  }
  const numbers = new Map<Group, number>();
  return groups.map((faces) =>
    faces.map((group) => {
      const number = numbers.get(group) ?? numbers.size;
      numbers.set(group, number);
      return number;
    }),
  );
};

/** So much taller, or sharper at the same height, and another search may say more. Chosen, not measured. */
const taller = 1.25;
const sharper = 1.5;

const isClearlyBetter = (look: Look, than: Look): boolean =>
  look.heightPx >= taller * than.heightPx ||
  (look.heightPx >= than.heightPx / taller && look.sharpness >= sharper * than.sharpness);

/** A face of an earlier shot, with what a search answered for it. */
export interface EarlierFace<C> {
  readonly look: Look | null;
  readonly candidates: readonly C[];
}

/**
 * For each face of a new shot the candidates that an earlier look at the same person was answered with, or null where it
 * has to be searched: nobody of the group was searched before, or nobody matched and this look is clearly better.
 */
export const answersFromEarlier = <C extends { readonly similarity: number }>(
  earlier: readonly (readonly EarlierFace<C>[])[],
  shot: Shot,
  thresholds: Thresholds,
): (readonly C[] | null)[] => {
  const numbers = groupFaces([...earlier.map((faces) => faces.map(({ look }) => look)), shot]);
  const byGroup = new Map<number, EarlierFace<C>[]>();
  for (const [at, faces] of earlier.entries()) {
    for (const [face, one] of faces.entries()) {
      const number = numbers[at]?.[face] ?? -1;
      byGroup.set(number, [...(byGroup.get(number) ?? []), one]);
    }
  }
  const own = numbers[earlier.length] ?? [];
  return shot.map((look, face) => {
    const known = [...(byGroup.get(own[face] ?? -1) ?? [])].sort(
      (a, b) => (b.candidates[0]?.similarity ?? -1) - (a.candidates[0]?.similarity ?? -1),
    );
    const [best] = known;
    if (best === undefined || look === null) return null;
    const isMatch = decide(best.candidates, thresholds) === 'match';
    const isBetter = known.every((other) => other.look === null || isClearlyBetter(look, other.look));
    return !isMatch && isBetter ? null : best.candidates;
  });
};
