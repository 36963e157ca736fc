import type { Path, Rule } from './rule.ts';
import { pathOf } from './rule.ts';
import { intrinsicOf, isList, isObject, type Json, jsonOf, type Template, templateOf } from './template.ts';

export interface Mutant {
  readonly path: Path;
  readonly change: 'deleted' | 'added' | 'altered';
  readonly template: Template;
}

const replaced = (value: Json | undefined, [key, ...rest]: Path, put: Json | undefined): Json => {
  if (key === undefined) throw new Error('a path without an end');
  if (isList(value)) {
    const index = Number(key);
    if (rest.length > 0) return value.map((one, at) => (at === index ? replaced(one, rest, put) : one));
    if (put !== undefined && index >= value.length) return [...value, put];
    return put === undefined
      ? value.filter((_, at) => at !== index)
      : value.map((one, at) => (at === index ? put : one));
  }
  const given = isObject(value) ? value : {};
  if (rest.length > 0) return { ...given, [String(key)]: replaced(given[String(key)], rest, put) };
  const { [String(key)]: _old, ...others } = given;
  return put === undefined ? others : { ...others, [String(key)]: put };
};

/** The template with the value at the path taken out, or another one put there. */
export const changed = (template: Template, path: Path, put?: Json): Template =>
  templateOf(replaced(jsonOf(template), path, put));

/**
 * For each expectation of a rule: the property is deleted; where nothing may be, something is put there. And each resource that
 * the rule speaks of is deleted whole.
 */
export const mutantsOfRule = (rule: Rule, template: Template): Mutant[] => {
  const mutants = rule.expects.map(({ at, seed }): Mutant => {
    const path = pathOf(template, at);
    if (path === null) throw new Error(`${rule.name}: nothing at ${JSON.stringify(at)} to make a mutant of`);
    return { path, change: seed === undefined ? 'deleted' : 'added', template: changed(template, path, seed) };
  });
  const ids = new Set(rule.expects.filter(({ seed }) => seed === undefined).map(({ at }) => at[0]));
  const whole = [...ids].map((id): Mutant => {
    const path = ['Resources', id];
    return { path, change: 'deleted', template: changed(template, path) };
  });
  return [...mutants, ...whole];
};

/** What CloudFormation is told of a resource beside its properties. */
const attributes = ['DeletionPolicy', 'UpdateReplacePolicy', 'UpdatePolicy', 'DependsOn'] as const;

/** Every value below, parents first. One of CloudFormation's own functions is a value: its parts are no properties. */
const below = (value: Json, path: Path, see: (value: Json, path: Path) => void): void => {
  if (intrinsicOf(value) !== null) return;
  const parts = isList(value) ? [...value.entries()] : isObject(value) ? Object.entries(value) : [];
  for (const [key, part] of parts) {
    see(part, [...path, key]);
    below(part, [...path, key], see);
  }
};
const belowResource = (template: Template, id: string, see: (value: Json, path: Path) => void): void =>
  below((template.Resources[id]?.Properties ?? {}) as Json, ['Resources', id, 'Properties'], see);

/** The resource, its attributes, and every property and list element of it, deleted one at a time. */
export const everyDeletion = (template: Template, id: string): Mutant[] => {
  const given = template.Resources[id] ?? {};
  const paths: Path[] = [
    ['Resources', id],
    ...attributes.filter((name) => name in given).map((name): Path => ['Resources', id, name]),
  ];
  belowResource(template, id, (_value, path) => paths.push(path));
  return paths.map((path): Mutant => ({ path, change: 'deleted', template: changed(template, path) }));
};

const altered = (value: Json): Json | null => {
  if (typeof value === 'string') return `${value}x`;
  if (typeof value === 'number') return value + 1;
  return typeof value === 'boolean' ? !value : null;
};

/** Every text, number and truth of a resource, put as another. */
export const everyAlteration = (template: Template, id: string): Mutant[] => {
  const mutants: Mutant[] = [];
  belowResource(template, id, (value, path) => {
    const other = altered(value);
    if (other !== null) mutants.push({ path, change: 'altered', template: changed(template, path, other) });
  });
  return mutants;
};
