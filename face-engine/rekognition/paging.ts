import { z } from 'zod';
import { Fault } from './fault.ts';

const tokenSchema = z.tuple([z.string(), z.string()]);

const badToken = () => new Fault('InvalidPaginationTokenException', 'Request has invalid pagination token');

const lastOf = (token: string, list: string): string => {
  try {
    const [of, last] = tokenSchema.parse(JSON.parse(Buffer.from(token, 'base64url').toString('utf8')));
    if (of === list) return last;
  } catch {
    throw badToken();
  }
  throw badToken();
};

/**
 * One page of a list in the order of its keys, after the page that the token ends. The token names the last key told, so
 * that nothing is told twice or left out when the list changes between two pages; it serves the list it came from only.
 */
export const page = <T>(
  list: string,
  entries: readonly T[],
  keyOf: (entry: T) => string,
  { NextToken, MaxResults }: { readonly NextToken?: string | undefined; readonly MaxResults: number },
): { readonly entries: readonly T[]; readonly NextToken?: string } => {
  const after = NextToken === undefined ? null : lastOf(NextToken, list);
  const rest = entries
    .filter((entry) => after === null || keyOf(entry) > after)
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const told = rest.slice(0, MaxResults);
  const last = told.at(-1);
  return rest.length > told.length && last !== undefined
    ? { entries: told, NextToken: Buffer.from(JSON.stringify([list, keyOf(last)])).toString('base64url') }
    : { entries: told };
};
