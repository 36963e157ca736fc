import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** Of a unit, by how many were used in the month: up to `upTo` at `price` each, the rest by the next tier. */
const tiers = z
  .array(z.object({ upTo: z.number().positive().nullable(), price: z.number().nonnegative() }))
  .min(1)
  .readonly();

const price = z.object({
  unit: z.string(),
  tiers,
  /** Units a month that are not charged for: for ever, or in an account's first year. */
  free: z.object({ units: z.number().positive(), lasts: z.enum(['always', 'first-year']) }).optional(),
  /** published: a copy of AWS's own page was read. quoted: a page that quotes AWS. memory: neither; `source` is where to look. */
  checked: z.enum(['published', 'quoted', 'memory']),
  source: z.url({ protocol: /^https$/ }),
  /** What the source says of its own age: a day, a month, a year. Nothing where it says nothing. */
  dated: z
    .string()
    .regex(/^\d{4}(-\d\d){0,2}$/)
    .optional(),
  /** The day when the source was read. */
  seen: z.iso.date().optional(),
  note: z.string().optional(),
});
export type Price = z.infer<typeof price>;

const priceTable = z.object({
  date: z.iso.date(),
  currency: z.literal('USD'),
  region: z.string(),
  prices: z.record(z.string(), price),
  /** Where another region's differ. */
  elsewhere: z.record(z.string(), z.record(z.string(), price)),
});
export type PriceTable = z.infer<typeof priceTable>;

const file = new URL('../../infrastructure/prices.json', import.meta.url);

export const readPrices = async (): Promise<PriceTable> => priceTable.parse(JSON.parse(await readFile(file, 'utf8')));

/** The table as it is in a region; null where the table does not know the region. */
export const pricesIn = ({ region, prices, elsewhere }: PriceTable, wanted: string): PriceTable['prices'] | null => {
  if (wanted === region) return prices;
  const own = elsewhere[wanted];
  return own === undefined ? null : { ...prices, ...own };
};

export type FreeTiers = 'none' | 'always' | 'first-year';

const freeUnits = ({ free }: Price, wanted: FreeTiers): number =>
  free === undefined || wanted === 'none' || (wanted === 'always' && free.lasts === 'first-year') ? 0 : free.units;

/** What so many units of a month cost. */
export const costOf = (of: Price, units: number, freeTiers: FreeTiers = 'none'): number => {
  let left = Math.max(0, units - freeUnits(of, freeTiers));
  let from = 0;
  let cost = 0;
  for (const { upTo, price: each } of of.tiers) {
    const here = upTo === null ? left : Math.min(left, upTo - from);
    cost += here * each;
    left -= here;
    if (upTo !== null) from = upTo;
  }
  return cost;
};

/** Operations that Rekognition charges by the picture; lists, users and collections are free. */
const group1 = new Set(['AssociateFaces', 'CompareFaces', 'DisassociateFaces', 'IndexFaces', 'SearchUsersByImage']);
const group2 = new Set(['DetectFaces']);

export const chargedCalls = (calls: Readonly<Record<string, number>>): { group1: number; group2: number } => {
  const sum = (names: ReadonlySet<string>) =>
    Object.entries(calls).reduce((total, [name, count]) => (names.has(name) ? total + count : total), 0);
  return { group1: sum(group1), group2: sum(group2) };
};
