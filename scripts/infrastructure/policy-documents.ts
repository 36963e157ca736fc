import type { Fault } from './specification.ts';
import { intrinsicOf, isList, isObject, type Json, type JsonObject, jsonOf, type Template, visit } from './template.ts';

const documents = new Set(['PolicyDocument', 'AssumeRolePolicyDocument', 'KeyPolicy', 'AccessPolicy']);
/** The framework's own, which names no version: AWS reads it as one of 2008, and it holds nothing that differs. */
const ofFramework = 'ServerlessDeploymentBucketPolicy';
/** Documents that say who may take on a role name no resource. */
const isTrust = (path: readonly string[]) => path.at(-1) === 'AssumeRolePolicyDocument';
/** A policy that stands with what it is for says for whom; a role's does not. */
const isOfRole = (path: readonly string[]) => path.includes('Policies') || path.includes('PolicyDocument');

const isFilled = (value: Json | undefined): boolean =>
  isList(value)
    ? value.length > 0 && value.every(isFilled)
    : isObject(value)
      ? intrinsicOf(value) !== null || Object.values(value).some(isFilled)
      : value !== undefined && value !== null && value !== '';

const wants = (statement: JsonObject, name: string, at: string): Fault[] =>
  isFilled(statement[name]) ? [] : [{ at: `${at}.${name}`, is: 'is missing or empty' }];

const faultsOfStatement = (statement: Json, path: readonly string[], at: string): Fault[] => {
  if (!isObject(statement)) return [{ at, is: 'is no statement' }];
  const right = statement.Effect === 'Allow' || statement.Effect === 'Deny';
  return [
    ...(right ? [] : [{ at: `${at}.Effect`, is: 'is neither Allow nor Deny' }]),
    ...wants(statement, 'Action', at),
    ...(isTrust(path) ? [] : wants(statement, 'Resource', at)),
    ...(isOfRole(path) && statement.Principal === undefined ? [] : wants(statement, 'Principal', at)),
    ...(statement.Condition === undefined ? [] : wants(statement, 'Condition', at)),
  ];
};

/**
 * AWS' specification calls a policy any JSON. "IAM JSON policy reference": a version, and statements with an effect, actions,
 * and either what they are about or who they are for. CloudFormation's own functions are looked at as well: an empty one names nothing.
 */
export const faultsOfPolicies = (template: Template): Fault[] => {
  const faults: Fault[] = [];
  visit(jsonOf(template), [], (value, path) => {
    const at = path.join('.');
    if (isObject(value) && documents.has(path.at(-1) ?? '')) {
      if (!path.includes(ofFramework) && value.Version !== '2012-10-17')
        faults.push({ at: `${at}.Version`, is: 'is not 2012-10-17' });
      const statements = isList(value.Statement) ? value.Statement : [value.Statement ?? null];
      for (const [index, one] of statements.entries())
        faults.push(...faultsOfStatement(one, path, `${at}.Statement.${index}`));
    }
    const [name, argument] = intrinsicOf(value) ?? [];
    if (name === 'Fn::GetAtt' && isList(argument) && argument.length !== 2)
      faults.push({ at, is: 'names no attribute' });
  });
  return faults;
};
