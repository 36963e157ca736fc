import {
  intrinsicOf,
  isList,
  isObject,
  type Json,
  type JsonObject,
  jsonOf,
  type Template,
  templateOf,
} from './template.ts';

/** Left out where it stands: `{"Ref": "AWS::NoValue"}`. */
const left = Symbol('left out');

const evaluate = (condition: Json, named: JsonObject, seen: readonly string[]): boolean => {
  const [name, argument] = intrinsicOf(condition) ?? [];
  const all = isList(argument) ? argument : [];
  switch (name) {
    case 'Fn::Equals':
      return JSON.stringify(all[0]) === JSON.stringify(all[1]);
    case 'Fn::Not':
      return !evaluate(all[0] ?? null, named, seen);
    case 'Fn::And':
      return all.every((one) => evaluate(one, named, seen));
    case 'Fn::Or':
      return all.some((one) => evaluate(one, named, seen));
    case 'Condition': {
      const other = String(argument);
      if (seen.includes(other) || named[other] === undefined) throw new Error(`condition ${other} cannot be told`);
      return evaluate(named[other], named, [...seen, other]);
    }
    default:
      throw new Error(`a condition cannot be told: ${JSON.stringify(condition)}`);
  }
};

const settle = (value: Json, holds: (condition: string) => boolean): Json | typeof left => {
  const [name, argument] = intrinsicOf(value) ?? [];
  if (name === 'Ref' && argument === 'AWS::NoValue') return left;
  if (name === 'Fn::If' && isList(argument)) {
    const [condition, then, otherwise] = argument;
    return settle((holds(String(condition)) ? then : otherwise) ?? null, holds);
  }
  if (isList(value)) {
    return value.map((one) => settle(one, holds)).filter((one): one is Json => one !== left);
  }
  if (!isObject(value)) return value;
  const kept = Object.entries(value).map(([key, one]) => [key, settle(one, holds)] as const);
  return Object.fromEntries(kept.filter((entry): entry is readonly [string, Json] => entry[1] !== left));
};

/**
 * The template as CloudFormation would carry it out: our conditions compare literals alone, so what they come to is known
 * beforehand. `Fn::If` is gone, and so is every resource whose condition does not hold.
 */
export const settleConditions = (template: Template): Template => {
  const named = template.Conditions ?? {};
  const told = new Map(Object.keys(named).map((name) => [name, evaluate(named[name] ?? null, named, [name])]));
  const holds = (name: string): boolean => {
    const value = told.get(name);
    if (value === undefined) throw new Error(`there is no condition ${name}`);
    return value;
  };
  const wanted = ([, one]: readonly [string, { readonly Condition?: Json }]) =>
    one.Condition === undefined || holds(String(one.Condition));
  const { Conditions: _settled, Outputs: outputs = {}, ...rest } = template;
  const settled = settle(
    jsonOf({
      ...rest,
      Resources: Object.fromEntries(Object.entries(template.Resources).filter(wanted)),
      Outputs: Object.fromEntries(Object.entries(outputs).filter(wanted)),
    }),
    holds,
  );
  if (settled === left) throw new Error('nothing is left of the template');
  return templateOf(settled);
};
