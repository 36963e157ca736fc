import { parseArgs } from 'node:util';
import { z } from 'zod';
import { pricesIn, readPrices } from '../lti-server/cli/prices.ts';
import { bill, billText, type OptionalPart, optionalParts, sourcesOf, total } from './cost/bill.ts';
import { monthOfInstitution, referenceMonth } from './cost/quantities.ts';
import { readUnits } from './cost/units.ts';
import { helpWhenAsked } from './help.ts';

const usage = `npm run cost -- --students N --sessions M --photos K [options]

  --students N      students who use it, over all courses
  --sessions M      class meetings a month, over all courses
  --photos K        photographs a meeting (0: no recognition)
  --class N         students in a class (default 30)
  --enrolling N     students who enrol their faces in this month (default: all of them, as in the first one)
  --admins N        people who sign in by Cognito (default 5)
  --region NAME     default us-east-1
  --free NAME       none (default), always, first-year: free tiers that are taken off
  --without NAME    recognition, waf, kms or alarms; may be given several times
  --reference       the reference month instead: 1 M requests, 5 GB table, 50 GB media, 1,000 people, 100 GB sent`;

const whole = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);
const options = z
  .object({
    students: whole.optional(),
    sessions: whole.optional(),
    photos: whole.optional(),
    class: whole.pipe(z.number().min(1)).default(30),
    enrolling: whole.optional(),
    admins: whole.default(5),
    region: z.string().optional(),
    free: z.enum(['none', 'always', 'first-year']).default('none'),
    without: z.array(z.enum(Object.keys(optionalParts) as [OptionalPart, ...OptionalPart[]])).default([]),
    reference: z.boolean().default(false),
  })
  .refine(
    ({ reference, students, sessions, photos }) => reference || ![students, sessions, photos].includes(undefined),
    {
      path: ['students'],
      message: '--students, --sessions and --photos, or --reference, must be given',
    },
  );

const fail = (message: string): never => {
  console.error(`${message}\n\n${usage}`);
  process.exit(2);
};

const read = () => {
  try {
    const text = { type: 'string' } as const;
    const { values } = parseArgs({
      options: {
        students: text,
        sessions: text,
        photos: text,
        class: text,
        enrolling: text,
        admins: text,
        region: text,
        free: text,
        without: { type: 'string', multiple: true },
        reference: { type: 'boolean' },
      },
    });
    const parsed = options.safeParse(values);
    if (parsed.success) return parsed.data;
    return fail(
      parsed.error.issues.map(({ path, message }) => `--${path.map(String).join('.')}: ${message}`).join('\n'),
    );
  } catch (error) {
    return fail(error instanceof Error ? error.message : 'The options were not understood.');
  }
};

helpWhenAsked(usage);
const asked = read();
const [table, units] = [await readPrices(), await readUnits()];
const region = asked.region ?? table.region;
const prices = pricesIn(table, region);
if (prices === null) fail(`--region is one of: ${[table.region, ...Object.keys(table.elsewhere)].join(', ')}`);
else {
  const { students = 0, sessions = 0, photos = 0, class: classSize, enrolling = students, admins } = asked;
  const quantities = asked.reference
    ? referenceMonth(units)
    : monthOfInstitution(units, { students, sessions, photos, classSize, enrolling, administrators: admins });
  const { free: freeTiers, without } = asked;
  console.log(
    `A month in ${region}, prices of ${table.date}, units counted on ${units.date}; free tiers: ${freeTiers}${without.length === 0 ? '' : `; without ${without.join(', ')}`}\n`,
  );
  const lines = bill(quantities, prices, { freeTiers, without });
  console.log(billText(lines));
  console.log('\nThe same month');
  for (const tiers of ['none', 'always', 'first-year'] as const) {
    const sums = [[], ['recognition'], ['recognition', 'waf', 'kms', 'alarms']].map((parts) =>
      total(bill(quantities, prices, { freeTiers: tiers, without: parts as OptionalPart[] })).toFixed(2),
    );
    console.log(
      `  free tiers ${tiers.padEnd(10)}  whole ${sums[0]?.padStart(9)}   without recognition ${sums[1]?.padStart(9)}   without WAF, KMS and alarms either ${sums[2]?.padStart(9)}`,
    );
  }
  const { published, quoted, memory } = sourcesOf(
    lines.map(({ name }) => name),
    prices,
  );
  console.log(
    `\nOf ${published + quoted + memory.length} prices in this bill ${published + quoted} have a source (${published} AWS's own page, ${quoted} pages that quote it), ${memory.length} are from memory. Look these up before you rely on them: ${memory.join(', ') || 'none'}.`,
  );
  console.log('Sources: infrastructure/prices.json. What is assumed: infrastructure/units.json.');
}
