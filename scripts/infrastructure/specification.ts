import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { Property, PropertyType, Resource as ResourceKind, SpecDatabase } from '@aws-cdk/service-spec-types';
import { intrinsicOf, isList, isObject, type Json, type JsonObject, type Template } from './template.ts';

export interface Fault {
  readonly at: string;
  readonly is: string;
}

/** AWS' own description of resource types, a copy of which comes with the package: nothing is fetched. */
export interface Specification {
  kindOf(type: string): ResourceKind | null;
  propertiesOf(reference: { readonly $ref: string }): Readonly<Record<string, Property>>;
}

let loaded: SpecDatabase | null = null;

export const awsSpecification = (): Specification => {
  loaded ??= loadAwsServiceSpecSync();
  const db = loaded;
  const kinds = new Map<string, ResourceKind | null>();
  return {
    kindOf(type) {
      if (!kinds.has(type)) kinds.set(type, db.lookup('resource', 'cloudFormationType', 'equals', type)[0] ?? null);
      return kinds.get(type) ?? null;
    },
    propertiesOf: ({ $ref }) => db.get('typeDefinition', $ref).properties,
  };
};

const attributes = new Set([
  'Type',
  'Properties',
  'DependsOn',
  'Condition',
  'Metadata',
  'CreationPolicy',
  'DeletionPolicy',
  'UpdatePolicy',
  'UpdateReplacePolicy',
]);

/** CloudFormation takes "5" for 5 and "true" for true. */
const fits: Readonly<Record<string, (value: Json) => boolean>> = {
  string: (value) => ['string', 'number', 'boolean'].includes(typeof value),
  integer: (value) => /^-?\d+$/.test(String(value)) && !isList(value),
  number: (value) => /^-?\d+(\.\d+)?$/.test(String(value)) && !isList(value),
  boolean: (value) => value === true || value === false || value === 'true' || value === 'false',
  'date-time': (value) => typeof value === 'string',
};

const faultsOfType = (type: PropertyType, value: Json, at: string, spec: Specification): Fault[] => {
  const intrinsic = intrinsicOf(value);
  if (intrinsic !== null && intrinsic[0] !== 'Condition') return [];
  switch (type.type) {
    case 'array':
      if (!isList(value)) return [{ at, is: 'is no list' }];
      return value.flatMap((one, index) => faultsOfType(type.element, one, `${at}.${index}`, spec));
    case 'map':
      if (!isObject(value)) return [{ at, is: 'is no map' }];
      return Object.entries(value).flatMap(([key, one]) => faultsOfType(type.element, one, `${at}.${key}`, spec));
    case 'ref':
      if (!isObject(value)) return [{ at, is: 'is no object' }];
      return faultsOfProperties(spec.propertiesOf(type.reference), value, at, spec);
    case 'tag':
      return isObject(value) && value.Key !== undefined && value.Value !== undefined ? [] : [{ at, is: 'is no tag' }];
    case 'union': {
      const tried = type.types.map((one) => faultsOfType(one, value, at, spec));
      return tried.some((faults) => faults.length === 0) ? [] : (tried.sort((a, b) => a.length - b.length)[0] ?? []);
    }
    case 'json':
    case 'null':
      return [];
    default:
      return fits[type.type]?.(value) === false ? [{ at, is: `is no ${type.type}` }] : [];
  }
};

const faultsOfProperties = (
  known: Readonly<Record<string, Property>>,
  given: JsonObject,
  at: string,
  spec: Specification,
): Fault[] => {
  const missing = Object.entries(known)
    .filter(([name, { required }]) => required === true && given[name] === undefined)
    .map(([name]) => ({ at: `${at}.${name}`, is: 'is missing' }));
  const wrong = Object.entries(given).flatMap(([name, value]) => {
    const property = known[name];
    if (property === undefined) return [{ at: `${at}.${name}`, is: 'is not known' }];
    const types = [property.type, ...(property.previousTypes ?? [])];
    const tried = types.map((type) => faultsOfType(type, value, `${at}.${name}`, spec));
    return tried.find((faults) => faults.length === 0) ?? tried[0] ?? [];
  });
  return [...missing, ...wrong];
};

/** Unknown types and properties, missing ones, and values of another kind than AWS' specification says. */
export const faultsAgainstSpecification = (template: Template, spec: Specification): Fault[] =>
  Object.entries(template.Resources).flatMap(([id, resource]) => {
    const strange = Object.keys(resource)
      .filter((name) => !attributes.has(name))
      .map((name) => ({ at: `${id}.${name}`, is: 'is not known' }));
    const kind = spec.kindOf(resource.Type);
    if (kind === null) return [...strange, { at: `${id}.Type`, is: `${resource.Type} is not known` }];
    return [...strange, ...faultsOfProperties(kind.properties, resource.Properties ?? {}, id, spec)];
  });
