import { pricesIn, readPrices } from '../../../lti-server/cli/prices.ts';
import { bill, billText, byService, type OptionalPart, sourcesOf, total } from '../../../scripts/cost/bill.ts';
import {
  type Institution,
  monthOfInstitution,
  referenceMonth,
  sumQuantities,
} from '../../../scripts/cost/quantities.ts';
import { dynamoDbUnits, readUnits } from '../../../scripts/cost/units.ts';

const school: Institution = { students: 300, sessions: 200, photos: 2, classSize: 30, enrolling: 0, administrators: 3 };

const read = async () => ({ units: await readUnits(), ...(await readPrices()) });

describe('the capacity of a session', () => {
  const rows = [
    { students: 10, photographs: 1, readUnits: 100, writeUnits: 50 },
    { students: 110, photographs: 1, readUnits: 600, writeUnits: 550 },
    { students: 110, photographs: 3, readUnits: 800, writeUnits: 650 },
  ];

  it('is what was counted, and on the line between two counted sizes', () => {
    expect(dynamoDbUnits(rows, 10, 1)).toEqual({ reads: 100, writes: 50 });
    expect(dynamoDbUnits(rows, 110, 1)).toEqual({ reads: 600, writes: 550 });
    expect(dynamoDbUnits(rows, 60, 1)).toEqual({ reads: 350, writes: 300 });
  });

  it('goes on along the last line beyond what was counted', () => {
    expect(dynamoDbUnits(rows, 210, 1)).toEqual({ reads: 1100, writes: 1050 });
  });

  it('grows with each further photograph, in proportion to the class', () => {
    expect(dynamoDbUnits(rows, 110, 3)).toEqual({ reads: 800, writes: 650 });
    expect(dynamoDbUnits(rows, 55, 2)).toEqual({ reads: 325 + 50, writes: 275 + 25 });
  });
});

describe('a bill', () => {
  const price = { unit: 'thing', tiers: [{ upTo: null, price: 0.5 }], source: 'the test', checked: 'memory' } as const;
  const prices = { 'waf.acl': price, 'kms.keys': price, 's3.storage': price, 's3.puts': price };

  it('is the sum of its lines, by service, without the parts that are left out and nothing for nothing', () => {
    const lines = bill({ 'waf.acl': 1, 'kms.keys': 2, 's3.storage': 3, 's3.puts': 0 }, prices);
    expect(total(lines)).toBe(3);
    expect([...byService(lines)]).toEqual([
      ['waf', 0.5],
      ['kms', 1],
      ['s3', 1.5],
    ]);
    expect(total(bill({ 'waf.acl': 1, 'kms.keys': 2 }, prices, { without: ['waf'] }))).toBe(1);
    expect(billText(lines)).toMatch(/Total, USD a month +3\.00$/);
  });

  it('refuses a quantity that it has no price of', () => {
    expect(() => bill({ 'moon.dust': 1 }, prices)).toThrow('moon.dust');
  });

  it('says how many of its prices have a source, and names those that have none', () => {
    const known = {
      ...prices,
      'kms.keys': { ...price, checked: 'quoted' },
      's3.puts': { ...price, checked: 'published' },
    } as const;
    expect(sourcesOf(['waf.acl', 'kms.keys', 's3.puts'], known)).toEqual({
      published: 1,
      quoted: 1,
      memory: ['waf.acl'],
    });
  });

  it('adds up quantities by name', () => {
    expect(sumQuantities({ a: 1, b: 2 }, { b: 3 })).toEqual({ a: 1, b: 5 });
  });
});

describe('a month of an institution', () => {
  it('has a price for each of its quantities, in every region of the table', async () => {
    const table = await read();
    for (const region of [table.region, ...Object.keys(table.elsewhere)]) {
      const prices = pricesIn(table, region) ?? {};
      expect(total(bill(monthOfInstitution(table.units, school), prices))).toBeGreaterThan(0);
    }
  });

  it('pays for one search a face of the class and session, however many photographs, and a detection for each', async () => {
    const { units } = await read();
    const month = monthOfInstitution(units, school);
    expect(month['rekognition.group1']).toBeCloseTo(200 * 30, 0);
    expect(month['rekognition.group2']).toBe(200 * 2);
    expect(month['rekognition.vectors']).toBe(1200);
    expect(monthOfInstitution(units, { ...school, photos: 0 })['rekognition.group1']).toBeUndefined();
  });

  it('pays for enrolments by what was counted of one', async () => {
    const { units } = await read();
    const more = monthOfInstitution(units, { ...school, enrolling: 100 });
    const without = monthOfInstitution(units, school);
    const grown = (name: string) => (more[name] ?? 0) - (without[name] ?? 0);
    expect(grown('rekognition.group1') + grown('rekognition.group2')).toBeCloseTo(2_100, 0);
  });

  it('costs twice as much to recognise where twice as many sessions are held', async () => {
    const { units, prices } = await read();
    const cost = (sessions: number) =>
      byService(bill(monthOfInstitution(units, { ...school, sessions }), prices)).get('rekognition') ?? 0;
    const vectors = 1200 * 0.00001;
    expect(cost(400) - vectors).toBeCloseTo(2 * (cost(200) - vectors), 6);
  });
});

describe('the reference month', () => {
  it('costs what docs/operators/cost.md says', async () => {
    const { units, prices } = await read();
    const quantities = referenceMonth(units);
    const without = (freeTiers: 'none' | 'always' | 'first-year', ...parts: OptionalPart[]) =>
      total(bill(quantities, prices, { freeTiers, without: parts }));
    expect(without('none')).toBeCloseTo(97.6, 1);
    expect(without('none', 'recognition')).toBeCloseTo(88.92, 1);
    expect(without('none', 'recognition', 'waf', 'kms', 'alarms')).toBeCloseTo(69.17, 1);
    expect(without('always', 'recognition', 'waf', 'kms', 'alarms')).toBeCloseTo(34.41, 1);
    expect(byService(bill(quantities, prices)).get('cognito')).toBeCloseTo(15, 6);
    expect(byService(bill(quantities, prices, { freeTiers: 'always' })).get('cognito')).toBe(0);
  });
});
