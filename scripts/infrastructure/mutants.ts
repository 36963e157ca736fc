import type { Path, Rule } from './rule.ts';
import { pathOf } from './rule.ts';
import { isList, isObject, type Json, jsonOf, type Template, templateOf, visit } from './template.ts';

export interface Mutant {
  readonly path: Path;
  readonly change: 'deleted' | 'added';
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

/** Every property and list element below these resources, deleted one at a time. */
export const everyDeletion = (template: Template, ids: readonly string[]): Mutant[] =>
  ids.flatMap((id) => {
    const paths: Path[] = [];
    visit((template.Resources[id]?.Properties ?? {}) as Json, [], (_value, path) => {
      if (path.length > 0) paths.push(['Resources', id, 'Properties', ...path]);
    });
    return paths.map((path): Mutant => ({ path, change: 'deleted', template: changed(template, path) }));
  });
