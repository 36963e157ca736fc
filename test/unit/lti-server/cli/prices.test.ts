import { chargedCalls, costOf, type Price, pricesIn, readPrices } from '../../../../lti-server/cli/prices.ts';

const tiered: Price = {
  unit: 'call',
  tiers: [
    { upTo: 1000, price: 0.01 },
    { upTo: 5000, price: 0.005 },
    { upTo: null, price: 0.001 },
  ],
  free: { units: 100, lasts: 'first-year' },
  source: 'the test',
  checked: 'memory',
};

describe('what units cost', () => {
  it.each([
    [0, 0],
    [1, 0.01],
    [1000, 10],
    [1001, 10.005],
    [5000, 30],
    [7000, 32],
  ])('%d units by tiers cost %d', (units, cost) => {
    expect(costOf(tiered, units)).toBeCloseTo(cost, 9);
  });

  it('takes free units off first, and those of a first year only where it is one', () => {
    expect(costOf(tiered, 1100, 'first-year')).toBeCloseTo(10, 9);
    expect(costOf(tiered, 50, 'first-year')).toBe(0);
    expect(costOf(tiered, 1100, 'always')).toBeCloseTo(10.5, 9);
    expect(costOf({ ...tiered, free: { units: 100, lasts: 'always' } }, 1100, 'always')).toBeCloseTo(10, 9);
  });
});

describe("Rekognition's calls", () => {
  it('are charged by the picture; lists, users and collections are not', () => {
    const calls = { DetectFaces: 1, SearchUsersByImage: 30, IndexFaces: 3, AssociateFaces: 1, CompareFaces: 2 };
    expect(chargedCalls({ ...calls, ListFaces: 9, CreateUser: 1, CreateCollection: 1, DeleteFaces: 4 })).toEqual({
      group1: 36,
      group2: 1,
    });
  });
});

describe('the price table', () => {
  it('has a date, and for each price a source and how far it was checked', async () => {
    const { date, prices, elsewhere } = await readPrices();
    expect(Date.parse(date)).not.toBeNaN();
    for (const { checked, source, seen, tiers } of [prices, ...Object.values(elsewhere)].flatMap((lines) =>
      Object.values(lines),
    )) {
      // What was looked up says when; what was not says where AWS has it.
      if (checked === 'memory') expect([source, seen]).toEqual([expect.stringMatching(/aws\.amazon\.com/), undefined]);
      else expect(Date.parse(seen ?? '')).not.toBeNaN();
      if (checked === 'published') expect(source).toMatch(/aws\.amazon\.com/);
      const limits = tiers.map(({ upTo }) => upTo ?? Number.POSITIVE_INFINITY);
      expect(limits).toEqual([...limits].sort((a, b) => a - b));
      expect(tiers.at(-1)?.upTo).toBeNull();
    }
  });

  it('knows a region by what differs there, and says so of one that it does not know', async () => {
    const table = await readPrices();
    expect(pricesIn(table, table.region)).toBe(table.prices);
    const ireland = pricesIn(table, 'eu-west-1');
    expect(Object.keys(ireland ?? {}).sort()).toEqual(Object.keys(table.prices).sort());
    expect(pricesIn(table, 'mars-north-1')).toBeNull();
    for (const own of Object.values(table.elsewhere)) {
      for (const name of Object.keys(own)) expect(table.prices).toHaveProperty([name]);
    }
  });
});
