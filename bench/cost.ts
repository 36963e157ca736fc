import { parseArgs } from 'node:util';
import { createEngine } from '../face-engine/index.ts';
import { chargedCalls, costOf, readPrices } from '../lti-server/cli/prices.ts';
import { bill, byService, optionalParts, total } from '../scripts/cost/bill.ts';
import { referenceMonth } from '../scripts/cost/quantities.ts';
import { readUnits, type SessionUnits, type Units, writeCounted } from '../scripts/cost/units.ts';
import { type SessionCalls, sessionCalls } from '../test/support/session-calls.ts';
import { sessionCosts } from '../test/support/session-costs.ts';

type Prices = Awaited<ReturnType<typeof readPrices>>['prices'];

const priced = (prices: Prices, name: string, units: number): number => {
  const price = prices[name];
  if (price === undefined) throw new Error(`There is no price of ${name}.`);
  return costOf(price, units);
};

const centsOf = (prices: Prices, calls: Readonly<Record<string, number>>): number => {
  const { group1, group2 } = chargedCalls(calls);
  return 100 * (priced(prices, 'rekognition.group1', group1) + priced(prices, 'rekognition.group2', group2));
};

const tellCalls = (prices: Prices, grouped: SessionCalls, ungrouped: SessionCalls): boolean => {
  console.log(
    '\nRekognition, a session of 30 (28 enrolled), the whole room in each photograph, counted at the protocol',
  );
  console.log('  photographs  faces  calls  cents   calls  cents without grouping');
  for (const [at, { photographs, faces, calls }] of grouped.sessions.entries()) {
    const count = (of: Readonly<Record<string, number>>) => {
      const { group1, group2 } = chargedCalls(of);
      return String(group1 + group2).padStart(5);
    };
    const all = ungrouped.sessions[at]?.calls ?? {};
    console.log(
      `  ${String(photographs).padStart(11)}  ${String(faces).padStart(5)}  ${count(calls)}  ${centsOf(prices, calls).toFixed(1).padStart(5)}   ${count(all)}  ${centsOf(prices, all).toFixed(1).padStart(5)}`,
    );
  }
  const { group1, group2 } = chargedCalls(grouped.enrolment);
  console.log(
    `  an enrolment in one course: ${group1 + group2} calls, ${centsOf(prices, grouped.enrolment).toFixed(1)} cents`,
  );
  const most = Math.max(
    ...grouped.sessions.map(
      ({ photographs, calls }) => (chargedCalls(calls).group1 + photographs) / (30 + photographs),
    ),
  );
  return most <= 1.1;
};

const tellUnits = (prices: Prices, rows: readonly SessionUnits[]): boolean => {
  console.log('\nDynamoDB, a session from opening to the last grade, capacity units as the service counts them');
  console.log('  students  photographs    reads   writes   reads/student  writes/student  cents');
  for (const { students, photographs, readUnits, writeUnits } of rows) {
    const cents = 100 * (priced(prices, 'dynamodb.reads', readUnits) + priced(prices, 'dynamodb.writes', writeUnits));
    console.log(
      `  ${String(students).padStart(8)}  ${String(photographs).padStart(11)}  ${readUnits.toFixed(0).padStart(7)}  ${writeUnits.toFixed(0).padStart(7)}   ${(readUnits / students).toFixed(1).padStart(13)}  ${(writeUnits / students).toFixed(1).padStart(14)}  ${cents.toFixed(3).padStart(5)}`,
    );
  }
  const one = rows.filter(({ photographs }) => photographs === 1);
  const [first, last] = [one[0], one.at(-1)];
  if (first === undefined || last === undefined) return false;
  const times = last.students / first.students;
  return last.readUnits <= times * first.readUnits && last.writeUnits <= times * first.writeUnits;
};

/** Beside it: 15.65 USD, of which the parts that were named (Cognito 0.055 among them) are 15.155. */
const tellReference = (prices: Prices, units: Units): void => {
  console.log(
    '\nThe reference month: 1 M requests, 5 GB table, 50 GB media, 1,000 people in Cognito, 100 GB sent (said: 15.65 USD)',
  );
  const quantities = referenceMonth(units);
  for (const freeTiers of ['none', 'always', 'first-year'] as const) {
    const whole = bill(quantities, prices, { freeTiers });
    const unrecognised = bill(quantities, prices, { freeTiers, without: ['recognition'] });
    const bare = bill(quantities, prices, { freeTiers, without: ['recognition', 'waf', 'kms', 'alarms'] });
    console.log(
      `  free tiers: ${freeTiers.padEnd(10)}  ${total(whole).toFixed(2)} USD; ${total(unrecognised).toFixed(2)} without recognition; ${total(bare).toFixed(2)} without WAF, KMS and alarms either`,
    );
  }
  for (const [service, cost] of byService(bill(quantities, prices)))
    console.log(`    ${service.padEnd(12)} ${cost.toFixed(2).padStart(7)}`);
  console.log(`  parts that can be left out: ${Object.keys(optionalParts).join(', ')}`);
};

/** `npm run bench -- cost [--write]`: what a session takes, counted; written down for the calculator when asked to. */
export const benchCost = async (args: readonly string[]): Promise<boolean> => {
  const { values } = parseArgs({ args: [...args], options: { write: { type: 'boolean' } } });
  const { prices, date } = await readPrices();
  const engine = await createEngine({ workers: 2 });
  const grouped = await sessionCalls(engine, true);
  const ungrouped = await sessionCalls(engine, false);
  await engine.close();
  const rows: SessionUnits[] = [];
  for (const [students, photographs] of [
    [10, 1],
    [30, 1],
    [100, 1],
    [100, 3],
    [1_000, 1],
  ] as const) {
    const { total: all } = await sessionCosts(students, photographs);
    rows.push({ students, photographs, readUnits: all.readUnits, writeUnits: all.writeUnits });
  }
  console.log(`Prices of ${date}, us-east-1, without free tiers`);
  const gates = [tellCalls(prices, grouped, ungrouped), tellUnits(prices, rows)];
  if (values.write === true) {
    const counted = {
      enrolment: grouped.enrolment,
      sessions: [...grouped.sessions],
      ungrouped: [...ungrouped.sessions],
      dynamodb: rows,
    };
    await writeCounted(counted, new Date().toISOString().slice(0, 10));
  }
  tellReference(prices, await readUnits());
  const passed = gates.every(Boolean);
  console.log(
    `\nGate (each person searched about once a session; units in proportion to the class at most): ${passed ? 'passed' : 'MISSED'}`,
  );
  return passed;
};
