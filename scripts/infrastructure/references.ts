import type { Fault, Specification } from './specification.ts';
import { intrinsicOf, isList, isObject, type Json, jsonOf, type Resource, type Template, visit } from './template.ts';

const pseudo = new Set(
  ['AccountId', 'NoValue', 'NotificationARNs', 'Partition', 'Region', 'StackId', 'StackName', 'URLSuffix'].map(
    (name) => `AWS::${name}`,
  ),
);

/** What a value names: a logical id, and an attribute of it. */
interface Named {
  readonly id: string;
  readonly attribute: string | null;
}

const ofSub = (argument: Json): Named[] => {
  const [text, own] = isList(argument) ? argument : [argument, {}];
  const given = isObject(own) ? own : {};
  return [...String(text).matchAll(/\$\{([^!}][^}]*)\}/g)]
    .map(([, name = '']) => name)
    .filter((name) => given[name] === undefined)
    .map((name) => {
      const dot = name.indexOf('.');
      return dot < 0 ? { id: name, attribute: null } : { id: name.slice(0, dot), attribute: name.slice(dot + 1) };
    });
};

const namedIn = (value: Json): Named[] => {
  const [name, argument] = intrinsicOf(value) ?? [];
  if (argument === undefined) return [];
  if (name === 'Ref') return [{ id: String(argument), attribute: null }];
  if (name === 'Fn::Sub') return ofSub(argument);
  if (name !== 'Fn::GetAtt') return [];
  const parts = isList(argument) ? argument.map(String) : String(argument).split('.');
  return [{ id: parts[0] ?? '', attribute: parts.slice(1).join('.') }];
};

const dependenciesOf = ({ DependsOn: waits }: Resource): readonly string[] =>
  waits === undefined ? [] : typeof waits === 'string' ? [waits] : waits;

const hasAttribute = (resource: Resource, attribute: string, spec: Specification): boolean => {
  const kind = spec.kindOf(resource.Type);
  // A nested one of `map` kind is written with dots as well.
  return kind === null || kind.attributes[attribute] !== undefined || kind.properties[attribute] !== undefined;
};

/** Each resource with those it names or waits for. */
const graphOf = (template: Template): Map<string, Set<string>> => {
  const graph = new Map<string, Set<string>>();
  for (const [id, resource] of Object.entries(template.Resources)) {
    const others = new Set(dependenciesOf(resource));
    visit(jsonOf(resource), [], (value) => {
      for (const named of namedIn(value)) others.add(named.id);
    });
    graph.set(id, new Set([...others].filter((other) => template.Resources[other] !== undefined)));
  }
  return graph;
};

/** The first circle of resources that wait for each other, if any: CloudFormation refuses it. */
export const circleIn = (template: Template): readonly string[] | null => {
  const graph = graphOf(template);
  const done = new Set<string>();
  const follow = (id: string, trail: readonly string[]): readonly string[] | null => {
    if (trail.includes(id)) return [...trail.slice(trail.indexOf(id)), id];
    if (done.has(id)) return null;
    for (const other of graph.get(id) ?? []) {
      const circle = follow(other, [...trail, id]);
      if (circle !== null) return circle;
    }
    done.add(id);
    return null;
  };
  for (const id of graph.keys()) {
    const circle = follow(id, []);
    if (circle !== null) return circle;
  }
  return null;
};

/** Ref, GetAtt, Sub and DependsOn of what is not there, and circles. */
export const faultsOfReferences = (template: Template, spec: Specification): Fault[] => {
  const faults: Fault[] = [];
  const known = (id: string) =>
    template.Resources[id] !== undefined || template.Parameters?.[id] !== undefined || pseudo.has(id);
  visit(jsonOf(template), [], (value, path) => {
    for (const { id, attribute } of namedIn(value)) {
      const at = path.join('.');
      const resource = template.Resources[id];
      if (!known(id)) faults.push({ at, is: `names ${id}, which is not there` });
      else if (attribute !== null && (resource === undefined || !hasAttribute(resource, attribute, spec)))
        faults.push({ at, is: `names ${id}.${attribute}, which is not there` });
    }
  });
  for (const [id, resource] of Object.entries(template.Resources)) {
    for (const other of dependenciesOf(resource)) {
      if (template.Resources[other] === undefined)
        faults.push({ at: `${id}.DependsOn`, is: `names ${other}, which is not there` });
    }
  }
  const circle = circleIn(template);
  if (circle !== null) faults.push({ at: circle[0] ?? '', is: `waits for itself: ${circle.join(' -> ')}` });
  return faults;
};
