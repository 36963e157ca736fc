import { costOf, type FreeTiers, type Price, type PriceTable } from '../../lti-server/cli/prices.ts';
import type { Quantities } from './quantities.ts';

/** Parts of the bill that an operator may look at apart. */
export const optionalParts = {
  recognition: /^rekognition\./,
  waf: /^waf\./,
  kms: /^kms\./,
  alarms: /^cloudwatch\.(alarms|anomaly-alarms)$/,
} as const;
export type OptionalPart = keyof typeof optionalParts;

export interface BillOptions {
  readonly freeTiers?: FreeTiers;
  readonly without?: readonly OptionalPart[];
}

export interface BillLine {
  /** Of the price table: "dynamodb.reads". */
  readonly name: string;
  readonly service: string;
  readonly unit: string;
  readonly units: number;
  readonly cost: number;
}

/** @throws Error for a quantity that the table has no price of: nothing is left out of a bill in silence */
export const bill = (
  quantities: Quantities,
  prices: PriceTable['prices'],
  { freeTiers = 'none', without = [] }: BillOptions = {},
): BillLine[] =>
  Object.entries(quantities)
    .filter(([name, units]) => units > 0 && !without.some((part) => optionalParts[part].test(name)))
    .map(([name, units]) => {
      const price = prices[name];
      if (price === undefined) throw new Error(`There is no price of ${name} in infrastructure/prices.json.`);
      return {
        name,
        service: name.split('.')[0] ?? name,
        unit: price.unit,
        units,
        cost: costOf(price, units, freeTiers),
      };
    });

export const total = (lines: readonly BillLine[]): number => lines.reduce((sum, { cost }) => sum + cost, 0);

export const byService = (lines: readonly BillLine[]): ReadonlyMap<string, number> => {
  const services = new Map<string, number>();
  for (const { service, cost } of lines) services.set(service, (services.get(service) ?? 0) + cost);
  return services;
};

/** How many of these prices have a source, and which have none. */
export const sourcesOf = (
  names: readonly string[],
  prices: PriceTable['prices'],
): { readonly published: number; readonly quoted: number; readonly memory: readonly string[] } => {
  const checked = (wanted: Price['checked']) => names.filter((name) => prices[name]?.checked === wanted);
  return { published: checked('published').length, quoted: checked('quoted').length, memory: checked('memory') };
};

const amount = (units: number) =>
  units >= 100 ? Math.round(units).toLocaleString('en-GB') : String(Number(units.toPrecision(3)));

/** A line a price, then a line a service, then the total. */
export const billText = (lines: readonly BillLine[]): string => {
  const services = byService(lines);
  const rows = [...services].flatMap(([service, cost]) => [
    `${service.padEnd(30)}${' '.repeat(16)}${cost.toFixed(2).padStart(10)}`,
    ...lines
      .filter((line) => line.service === service)
      .map(
        ({ name, units, unit, cost: own }) =>
          `  ${name.split('.')[1]?.padEnd(28)}${amount(units).padStart(16)}${own.toFixed(2).padStart(10)}  ${unit}`,
      ),
  ]);
  return [...rows, `${'Total, USD a month'.padEnd(46)}${total(lines).toFixed(2).padStart(10)}`].join('\n');
};
