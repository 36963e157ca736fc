import { type MonthlyUsage, monthlyUsage, type SessionUsage, sessionUsage } from '../http/api-schema/usage.ts';
import type { AdminApi } from './api.ts';
import { UsageError } from './platform-options.ts';
import { chargedCalls, costOf, type PriceTable, pricesIn, readPrices } from './prices.ts';

/** US dollars. Volume prices apply to an account's whole month, so this is the most that these calls can cost. */
const dollars = (calls: Readonly<Record<string, number>>, prices: PriceTable['prices']): string => {
  const { group1, group2 } = chargedCalls(calls);
  const [first, second] = [prices['rekognition.group1'], prices['rekognition.group2']];
  if (first === undefined || second === undefined) throw new Error('The price table has no Rekognition.');
  return (costOf(first, group1) + costOf(second, group2)).toFixed(3);
};

interface Counted {
  readonly captures: number;
  readonly faces: number;
  readonly calls: Readonly<Record<string, number>>;
}

const line = (name: string, { captures, faces, calls }: Counted, prices: PriceTable['prices']): string => {
  const { group1, group2 } = chargedCalls(calls);
  const counts = [captures, faces, group1 + group2].map((count) => String(count).padStart(8)).join('');
  return `${name}${counts}${dollars(calls, prices).padStart(10)}`;
};

const heading = (what: string, width: number) => `${what.padEnd(width)}  photos   faces   calls       USD`;

const registrationLines = ({ registrations }: MonthlyUsage, prices: PriceTable['prices']): string[] => {
  const names = registrations.map(({ id, name }) => `${id}  ${name}`);
  const width = Math.max(12, ...names.map((name) => name.length));
  return [
    heading('Registration', width),
    ...registrations.map((one, at) => line((names[at] ?? '').padEnd(width), one, prices)),
  ];
};

const sessionLines = ({ name, sessions }: SessionUsage, prices: PriceTable['prices']): string[] => {
  const names = sessions.map(({ course, session }) => `${course} ${session}`);
  const width = Math.max(7, ...names.map((one) => one.length));
  return [
    name,
    heading('Session', width),
    ...sessions.map((one, at) => line((names[at] ?? '').padEnd(width), one, prices)),
  ];
};

/** `usage [ID] [--month 2026-11] [--region eu-west-1]`: a line a registration, or a line a session of one. */
export const usageText = async (
  api: AdminApi,
  id: string | undefined,
  { month, region }: { readonly month?: string | undefined; readonly region?: string | undefined },
): Promise<string> => {
  const table = await readPrices();
  const prices = pricesIn(table, region ?? table.region);
  if (prices === null) {
    throw new UsageError(`--region is one of: ${[table.region, ...Object.keys(table.elsewhere)].join(', ')}.`);
  }
  const query = month === undefined ? '' : `?month=${encodeURIComponent(month)}`;
  const ask = async (): Promise<readonly [string, string[]]> => {
    if (id === undefined) {
      const told = await api.ask(monthlyUsage, 'GET', `/usage${query}`);
      return [told.month, registrationLines(told, prices)];
    }
    const told = await api.ask(sessionUsage, 'GET', `/registrations/${encodeURIComponent(id)}/usage${query}`);
    return [told.month, sessionLines(told, prices)];
  };
  const [of, lines] = await ask();
  return `Photographs of ${of} that were recognised
${lines.join('\n')}
Estimated by the prices of ${table.date} in ${region ?? table.region}, without free tiers; zero where the embedded recogniser is used.
Enrolling is not in here: about 21 calls for each student and course (docs/operators/cost.md).`;
};
