import type { Expectation } from './rule.ts';
import { isList, isObject, type Json } from './template.ts';

type At = Expectation['at'];

const same = (a: Json | undefined, b: Json): boolean => {
  if (isList(a) && isList(b)) return a.length === b.length && a.every((one, index) => same(one, b[index] ?? null));
  if (isObject(a) && isObject(b)) {
    const keys = Object.keys(b);
    return Object.keys(a).length === keys.length && keys.every((key) => same(a[key], b[key] ?? null));
  }
  return a === b;
};

/** Exactly this value, whatever the order of its keys. */
export const is = (at: At, value: Json): Expectation => ({
  at,
  wants: `must be ${JSON.stringify(value)}`,
  holds: (given) => same(given, value),
});

export const isOneOf = (at: At, values: readonly Json[]): Expectation => ({
  at,
  wants: `must be one of ${values.map((one) => JSON.stringify(one)).join(', ')}`,
  holds: (given) => values.some((value) => same(given, value)),
});

/** Anything that is not empty. */
export const isBetween = (at: At, least: number, most: number): Expectation => ({
  at,
  wants: `is to be from ${least} to ${most}`,
  holds: (found) => typeof found === 'number' && found >= least && found <= most,
});

export const isThere = (at: At): Expectation => ({
  at,
  wants: 'must be there',
  holds: (value) => value !== undefined && value !== '' && value !== null && !(isList(value) && value.length === 0),
});

/** Of which the JSON holds each of these texts. */
export const holdsTexts = (at: At, ...texts: readonly string[]): Expectation => ({
  at,
  wants: `must hold ${texts.join(', ')}`,
  holds: (value) => value !== undefined && texts.every((text) => JSON.stringify(value).includes(text)),
});

/** A list of so many elements. */
export const hasLength = (at: At, length: number): Expectation => ({
  at,
  wants: `must have ${length} elements`,
  holds: (value) => isList(value) && value.length === length,
});

/** A list with all of these in it, and maybe others. */
export const includesAll = (at: At, ...wanted: readonly Json[]): Expectation => ({
  at,
  wants: `must include ${JSON.stringify(wanted)}`,
  holds: (value) => isList(value) && wanted.every((one) => value.some((element) => same(element, one))),
});

/** Nothing may be there; `seed` is what a mutant puts there. */
export const isAbsent = (at: At, seed: Json): Expectation => ({
  at,
  wants: 'must not be there',
  holds: (value) => value === undefined,
  seed,
});

/** `seed`: a text that must not be in it, which a mutant puts there. */
export const isWithout = (at: At, texts: readonly string[], seed: Json): Expectation => ({
  at,
  wants: `must be there without ${texts.join(', ')}`,
  holds: (value) => value !== undefined && texts.every((text) => !JSON.stringify(value).includes(text)),
  seed,
});

export const getAtt = (id: string, attribute: string): Json => ({ 'Fn::GetAtt': [id, attribute] });
export const ref = (id: string): Json => ({ Ref: id });
export const sub = (text: string): Json => ({ 'Fn::Sub': text });
