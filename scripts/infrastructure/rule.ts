import type { Configuration } from './configurations.ts';
import type { Stack } from './package-stack.ts';
import { isList, isObject, type Json, jsonOf, type Template } from './template.ts';

/**
 * One step into a template: a key, a place in a list, or the first element whose values are these. A string must be equal;
 * of anything else its JSON must hold the text.
 */
export type Step = string | number | Readonly<Record<string, string>>;

/** `at` begins with a logical id; `Properties` follows unless a step says `@…`, an attribute of the resource. */
export interface Expectation {
  readonly at: readonly [id: string, ...steps: Step[]];
  /** Says in words what is wanted, and whether a value (undefined: nothing is there) is that. */
  readonly wants: string;
  readonly holds: (value: Json | undefined) => boolean;
  /** For what must not be there: what a mutant puts in its place. */
  readonly seed?: Json;
}

export interface Rule {
  /** The line of the table of requirements. */
  readonly area: string;
  readonly name: string;
  readonly stack: Stack | 'pipeline';
  /** The configurations it is for; all, when it does not say. */
  readonly when?: (configuration: Configuration) => boolean;
  readonly expects: readonly Expectation[];
}

export type Path = readonly (string | number)[];

const matches = (element: Json, wanted: Readonly<Record<string, string>>): boolean =>
  isObject(element) &&
  Object.entries(wanted).every(([key, text]) => {
    const value = element[key];
    return typeof value === 'string' ? value === text : value !== undefined && JSON.stringify(value).includes(text);
  });

/** Where the steps lead, as keys and indices; null where there is nothing. A last key need not exist. */
export const pathOf = (template: Template, [id, ...steps]: Expectation['at']): Path | null => {
  const [first] = steps;
  const attribute = typeof first === 'string' && first.startsWith('@');
  const path: (string | number)[] = ['Resources', id, ...(attribute ? [] : ['Properties'])];
  let value: Json | undefined = template.Resources[id] as Json | undefined;
  if (value === undefined) return null;
  if (!attribute && isObject(value)) value = value.Properties;
  for (const [index, step] of steps.entries()) {
    if (typeof step === 'object') {
      if (!isList(value)) return null;
      const place = value.findIndex((element) => matches(element, step));
      if (place < 0) return null;
      path.push(place);
      value = value[place];
    } else {
      const key = index === 0 && attribute ? String(step).slice(1) : step;
      path.push(key);
      value = isList(value) ? value[Number(key)] : isObject(value) ? value[String(key)] : undefined;
      if (value === undefined && index < steps.length - 1) return null;
    }
  }
  return path;
};

export const valueAt = (template: Template, path: Path): Json | undefined => {
  let value: Json | undefined = jsonOf(template);
  for (const key of path) value = isList(value) ? value[Number(key)] : isObject(value) ? value[String(key)] : undefined;
  return value;
};

const stepText = (step: Step): string => (typeof step === 'object' ? JSON.stringify(step) : String(step));

/** What is wrong, in words; nothing when the rule holds. */
export const faultsOfRule = (rule: Rule, template: Template): string[] =>
  rule.expects.flatMap(({ at, wants, holds }) => {
    const path = pathOf(template, at);
    const value = path === null ? undefined : valueAt(template, path);
    return holds(value) ? [] : [`${at.map(stepText).join(' / ')}: ${wants}`];
  });
