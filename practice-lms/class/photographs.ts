import { type ClassPerson, type Expected, seeded, shuffled, students, visitors } from './draw.ts';

/** How one portrait is made into a face of a photograph. */
export interface Placed {
  readonly person: string;
  readonly portrait: string;
  /** Where its tile stands, in pixels of the photograph. */
  readonly tile: { readonly x: number; readonly y: number; readonly size: number };
  readonly turn: number;
  readonly light: number;
  readonly blur: number;
  readonly mirrored: boolean;
  readonly expected: Expected;
}

export interface Photograph {
  readonly name: string;
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly jpegQuality: number;
  /** Added to everything: negative is a dark room. */
  readonly gloom: number;
  readonly people: readonly Placed[];
}

interface Plan {
  readonly name: string;
  readonly title: string;
  readonly seed: number;
  readonly rows: readonly (readonly string[])[];
  /** Tile height of the front row, and what is left of it a row further back. */
  readonly front: number;
  readonly shrink: number;
  readonly gloom: number;
  readonly blur: number;
  readonly jpegQuality: number;
}

const width = 1920;
const height = 1440;

const byId = new Map<string, Pick<ClassPerson, 'portrait'> & Partial<ClassPerson>>([
  ...students.map((student) => [student.id, student] as const),
  ...visitors.map((visitor) => [visitor.id, visitor] as const),
]);

const expectedOf = (id: string, far: boolean): Expected => {
  const person = byId.get(id);
  if (id.startsWith('visitor') || person?.declines) return 'never-matched';
  if (person?.promised != null) return far ? person.promised.far : person.promised.near;
  return far ? 'anything-but-wrong' : 'match-or-review';
};

const photographOf = ({ name, title, seed, rows, front, shrink, gloom, blur, jpegQuality }: Plan): Photograph => {
  const random = seeded(seed);
  const between = (from: number, to: number) => Math.round((from + random() * (to - from)) * 100) / 100;
  const people = rows.flatMap((row, back): Placed[] => {
    const size = Math.round(front * shrink ** back);
    const y = Math.round(height - front * 1.15 - back * front * 0.98);
    const step = (width - 120) / row.length;
    return row.map((person, index) => ({
      person,
      portrait: byId.get(person)?.portrait ?? '',
      tile: {
        x: Math.round(60 + step * index + (step - size) / 2 + between(-8, 8)),
        y: Math.round(y + between(-10, 10)),
        size,
      },
      turn: between(-7, 7),
      light: between(0.85, 1.15),
      blur: between(0.3, 0.3 + blur),
      mirrored: false,
      expected: expectedOf(person, blur > 0.6),
    }));
  });
  return { name, title, width, height, jpegQuality, gloom, people };
};

const ids = students.map(({ id }) => id);
const declining = students.find(({ declines }) => declines)?.id ?? '';

/** Three students are in no picture of the first meeting. */
const present = shuffled(
  ids.filter((id) => id !== declining),
  seeded(7),
);
export const missing: readonly string[] = present.slice(0, 3);
const inRoom = [...present.slice(3), declining];
const front = [...inRoom.slice(0, 14), 'visitor-1'];
const back = [...inRoom.slice(9), 'visitor-2'];

const inRows = (people: readonly string[], rows: number): string[][] => {
  const perRow = Math.ceil(people.length / rows);
  return Array.from({ length: rows }, (_, row) => people.slice(row * perRow, (row + 1) * perRow));
};

const close = { front: 250, shrink: 0.92, gloom: 0, blur: 0.2, jpegQuality: 82 };

export const photographs: readonly Photograph[] = [
  photographOf({ ...close, name: 'biology-front', title: 'Front rows', seed: 11, rows: inRows(front, 3) }),
  photographOf({
    ...close,
    name: 'biology-back',
    title: 'Back rows, overlapping the front',
    seed: 12,
    rows: inRows(back, 4),
  }),
  photographOf({
    ...close,
    name: 'biology-room',
    title: 'The whole room',
    seed: 13,
    rows: inRows([...inRoom, 'visitor-1', 'visitor-2'], 4),
    front: 220,
  }),
  photographOf({
    name: 'biology-far',
    title: 'From far away, in the dark',
    seed: 14,
    rows: inRows(inRoom, 4),
    front: 78,
    shrink: 0.9,
    gloom: -55,
    blur: 0.9,
    jpegQuality: 60,
  }),
  photographOf({ ...close, name: 'statistics-room', title: 'Statistics', seed: 15, rows: inRows(ids.slice(0, 12), 2) }),
];
