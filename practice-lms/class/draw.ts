/**
 * The practice class: 28 students, drawn with a fixed seed from the portraits that recognise well, and four named ones
 * that do not. Everybody is invented.
 */
export interface ClassPerson {
  /** The platform's user id. */
  readonly id: string;
  readonly givenName: string;
  readonly familyName: string;
  /** Of tabler-ui's demo faces: `female/7`. */
  readonly portrait: string;
  /** Why recognition has a hard time with this one, or null. */
  readonly hard: string | null;
  /** What is owed to a hard one; null for the others, who are owed the same everywhere. */
  readonly promised: Promised | null;
  /** Says no to recognition. */
  readonly declines: boolean;
}

/** What may be decided of a face with the shipped thresholds. `anything-but-wrong` may also stay unseen. */
export type Expected = 'match-or-review' | 'review-or-unknown' | 'never-matched' | 'anything-but-wrong';

export interface Promised {
  /** In the photographs from near, and in the one from far away in the dark. */
  readonly near: Expected;
  readonly far: Expected;
  readonly because: string;
}

/** A small seeded generator (mulberry32): the same class on every machine. */
export const seeded = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
};

export const shuffled = <T>(list: readonly T[], random: () => number): T[] => {
  const result = [...list];
  for (let i = result.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [result[i], result[j]] = [result[j] as T, result[i] as T];
  }
  return result;
};

/** Sunglasses, hands, hats, profiles and the like: left out of the draw. */
/* The last four look away or down, which an enrolment refuses. */
const notDrawn = new Set(
  'male/19 male/22 male/23 female/1 female/11 male/2 male/3 male/9 male/18 male/24 male/29 male/32 male/33 male/36 male/39 male/21 male/26 male/38 female/31'.split(
    ' ',
  ),
);

/**
 * A hard portrait is not owed a refusal: a photograph shows it as the references do, so its person is recognised where
 * the face is large enough, by a match or by a review with the right name first. What it is never owed is a wrong name.
 */
const hardOnes: readonly { readonly portrait: string; readonly hard: string; readonly promised: Promised }[] = [
  {
    portrait: 'female/1',
    hard: 'little contrast between face and background',
    promised: {
      near: 'match-or-review',
      far: 'anything-but-wrong',
      because: 'She is enrolled and in no photograph: no face may be taken for hers.',
    },
  },
  {
    portrait: 'male/9',
    hard: 'turned away a little, dark background',
    promised: {
      near: 'match-or-review',
      far: 'anything-but-wrong',
      because: 'His references are turned as far. From far away his face is under 40 px, which the tool warns of.',
    },
  },
  {
    portrait: 'male/3',
    hard: 'small in the picture, a hand at the head',
    promised: {
      near: 'match-or-review',
      far: 'anything-but-wrong',
      because: 'A third of his tile is face: over 60 px from near, and 20 from far away, where he may stay unseen.',
    },
  },
  {
    portrait: 'male/39',
    hard: 'sunglasses and a cap',
    promised: {
      near: 'match-or-review',
      far: 'match-or-review',
      because:
        'He is enrolled with them on, and his face is over 48 px in each photograph. Without them nothing is promised.',
    },
  },
];

const portraits = (folder: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${folder}/${index + 1}`);
/** The package has no male/19, 22 and 23. */
const good = [...portraits('female', 32), ...portraits('male', 43)].filter((portrait) => !notDrawn.has(portrait));

const givenNames = {
  female: 'Amara Bea Chiara Dalia Elif Freya Grace Hana Ines Jana Kaia Leila Mei Nadia Olga Priya'.split(' '),
  male: 'Ali Bruno Caleb Dmitri Emre Finn Goran Hugo Ivan Jonas Kofi Luca Mateo Nikhil Omar Pavel'.split(' '),
};
const familyNames =
  'Abara Bauer Costa Dahl Eriksen Fischer Gupta Haddad Ivanova Jensen Kaya Lindqvist Mbeki Novak Okafor Petrov Quist Rossi Sato Tanaka Ueda Varga Weber Xu Yilmaz Zhang Andersen Botha'.split(
    ' ',
  );

const studentCount = 28;
const random = seeded(20_261_124);
const drawn = shuffled(good, random);
const visitorPortraits = drawn.slice(studentCount, studentCount + 2);

const makeClass = (): ClassPerson[] => {
  const picked = [
    ...drawn.slice(0, studentCount - hardOnes.length).map((portrait) => ({ portrait, hard: null, promised: null })),
    ...hardOnes,
  ];
  const names = { female: [...givenNames.female], male: [...givenNames.male] };
  const people = shuffled(picked, random).map(({ portrait, hard, promised }, index): ClassPerson => {
    const folder = portrait.startsWith('female') ? 'female' : 'male';
    return {
      id: `student-${String(index + 1).padStart(2, '0')}`,
      givenName: names[folder].shift() ?? 'Sam',
      familyName: familyNames[index] ?? 'Smith',
      portrait,
      hard,
      promised,
      declines: false,
    };
  });
  const declining = people.findIndex(({ hard }) => hard === null);
  return people.map((person, index) => (index === declining ? { ...person, declines: true } : person));
};

export const students: readonly ClassPerson[] = makeClass();

/** Two people who are in the room and on no roster. */
export const visitors: readonly { readonly id: string; readonly portrait: string }[] = visitorPortraits.map(
  (portrait, index) => ({ id: `visitor-${index + 1}`, portrait }),
);
