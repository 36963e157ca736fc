import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';

const calls = z.record(z.string(), z.number().nonnegative());

const sessionCalls = z.object({ photographs: z.number(), faces: z.number(), calls });

const sessionUnits = z.object({
  students: z.number(),
  photographs: z.number(),
  readUnits: z.number(),
  writeUnits: z.number(),
});
export type SessionUnits = z.infer<typeof sessionUnits>;

/** What things take, counted by `npm run bench -- cost -- --write`, and what is assumed where nothing counts yet. */
const units = z.object({
  date: z.iso.date(),
  counted: z.object({
    /** One student's enrolment in one course, all checks included. */
    enrolment: calls,
    /** A session of thirty, the whole room photographed so often. */
    sessions: z.array(sessionCalls).min(1),
    /** The same when every face of every photograph is searched. */
    ungrouped: z.array(sessionCalls).min(1),
    /** From opening to the last grade, by the size of the class. */
    dynamodb: z.array(sessionUnits).min(2),
  }),
  assumed: z.record(z.string(), z.object({ value: z.number().nonnegative(), why: z.string().min(1) })),
});
export type Units = z.infer<typeof units>;

const file = new URL('../../infrastructure/units.json', import.meta.url);

export const readUnits = async (): Promise<Units> => units.parse(JSON.parse(await readFile(file, 'utf8')));

/** With what was counted now; what is assumed stays. */
export const writeCounted = async (counted: Units['counted'], date: string): Promise<void> => {
  const { assumed } = await readUnits();
  await writeFile(file, `${JSON.stringify({ date, counted, assumed }, null, 2)}\n`);
};

/** Between two counted sizes on the line through them; beyond the ends in proportion to the nearest line. */
const between = (rows: readonly SessionUnits[], students: number, of: (row: SessionUnits) => number): number => {
  const sorted = [...rows].sort((a, b) => a.students - b.students);
  const at = sorted.findIndex((row) => row.students >= students);
  const upper = sorted[at === -1 ? sorted.length - 1 : Math.max(1, at)];
  const lower = sorted[at === -1 ? sorted.length - 2 : Math.max(0, at - 1)];
  if (upper === undefined || lower === undefined) throw new Error('At least two sizes must have been counted.');
  const share = (students - lower.students) / (upper.students - lower.students);
  return Math.max(0, of(lower) + share * (of(upper) - of(lower)));
};

/** Read and write units of one session of so many students with so many photographs. */
export const dynamoDbUnits = (
  rows: readonly SessionUnits[],
  students: number,
  photographs: number,
): { readonly reads: number; readonly writes: number } => {
  const one = rows.filter((row) => row.photographs === 1);
  const [several] = rows.filter((row) => row.photographs > 1);
  const same = one.find((row) => row.students === several?.students);
  const grow = (of: (row: SessionUnits) => number): number => {
    const first = between(one, students, of);
    if (several === undefined || same === undefined) return first;
    // A further photograph reads who is in the gallery once more: in proportion to the class.
    const further = (of(several) - of(same)) / (several.photographs - 1);
    return first + Math.max(0, photographs - 1) * further * (students / several.students);
  };
  return { reads: grow(({ readUnits }) => readUnits), writes: grow(({ writeUnits }) => writeUnits) };
};
