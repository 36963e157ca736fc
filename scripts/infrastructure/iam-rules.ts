import { type Allowed, allowedActions, type Rights, withoutResource } from './allowed-actions.ts';
import type { Configuration } from './configurations.ts';
import { placeOf } from './places.ts';
import { isList, isObject, type Json, type JsonObject, type Template } from './template.ts';

const listOf = (value: Json | undefined): readonly Json[] =>
  value === undefined ? [] : isList(value) ? value : [value];

interface Statement {
  readonly role: string;
  readonly actions: readonly string[];
  readonly resources: readonly Json[];
}

const statementsIn = (role: string, document: Json | undefined): Statement[] =>
  listOf(isObject(document) ? document.Statement : undefined)
    .filter(isObject)
    .filter(({ Effect }) => Effect === 'Allow')
    .map(({ Action, Resource }) => ({ role, actions: listOf(Action).map(String), resources: listOf(Resource) }));

/** What roles of the template may do: policies within them, and policies that are put on them. */
export const statementsOf = (template: Template): Statement[] =>
  Object.entries(template.Resources).flatMap(([id, { Type, Properties = {} }]) => {
    if (Type === 'AWS::IAM::Role')
      return listOf(Properties.Policies).flatMap((policy) =>
        statementsIn(id, isObject(policy) ? policy.PolicyDocument : null),
      );
    if (Type === 'AWS::IAM::Policy') return statementsIn(id, Properties.PolicyDocument);
    return [];
  });

/** The logical id of a function's role. */
const roleOf = (name: string): string =>
  `${name
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('')}Role`;

const rightsIn = (rights: readonly Rights[]): string[] =>
  rights.flatMap((one) =>
    Object.entries(one).flatMap(([place, actions]) => actions.map((action) => `${action} on ${place}`)),
  );

const allowedIn = ({ parameters }: Configuration, { always, rekognition = [], sagemaker = [] }: Allowed): string[] => {
  const engine =
    parameters.faces === 'sagemaker' ? sagemaker : parameters.rekognitionEndpoint === undefined ? rekognition : [];
  return [...new Set(rightsIn([...always, ...engine]))];
};

/** Each function may do exactly what its line of the table says, where it says. */
export const faultsOfActions = (template: Template, configuration: Configuration): string[] => {
  const statements = statementsOf(template);
  return Object.entries(allowedActions).flatMap(([name, allowed]) => {
    const role = roleOf(name);
    const has = new Set(
      statements
        .filter((one) => one.role === role)
        .flatMap(({ actions, resources }) =>
          actions.flatMap((action) => resources.map((resource) => `${action} on ${placeOf(resource, name)}`)),
        ),
    );
    const may = allowedIn(configuration, allowed);
    const tooMany = [...has].filter((one) => !may.includes(one)).map((one) => `${role} may ${one}, which it need not`);
    return [...tooMany, ...may.filter((one) => !has.has(one)).map((one) => `${role} may not ${one}`)];
  });
};

const isEverything = (resource: Json): boolean => {
  if (resource === '*') return true;
  const text = isObject(resource) ? String(resource['Fn::Sub'] ?? '') : String(resource);
  // arn:partition:service:region:account:resource
  const parts = text.replaceAll(/\$\{[^}]*\}/g, 'x').split(':');
  return parts[0] === 'arn' && parts.slice(5).join(':') === '*';
};

/** No wildcard in an action, and `*` as a resource only where AWS knows no other. */
export const faultsOfWildcards = (template: Template): string[] =>
  statementsOf(template).flatMap(({ role, actions, resources }) => {
    const wide = actions.filter((action) => action.includes('*')).map((action) => `${role} may ${action}`);
    if (!resources.some(isEverything)) return wide;
    const everywhere = actions.filter((action) => !withoutResource.has(action));
    return [...wide, ...everywhere.map((action) => `${role} may ${action} on everything`)];
  });

const managed = new Set([
  'AWSLambdaVPCAccessExecutionRole',
  'AmazonAPIGatewayPushToCloudWatchLogs',
  'AWSBackupServiceRolePolicyForBackup',
  'AWSBackupServiceRolePolicyForRestores',
]);

/** AWS' own policies are wide: only those for a service's own doing, and the network's for functions inside one. */
export const faultsOfManagedPolicies = (template: Template): string[] =>
  Object.entries(template.Resources)
    .filter(([, { Type }]) => Type === 'AWS::IAM::Role')
    .flatMap(([id, { Properties = {} }]) =>
      listOf(Properties.ManagedPolicyArns).flatMap((policy) => {
        const name = JSON.stringify(policy).split('/').at(-1)?.replace(/\W/g, '') ?? '';
        return managed.has(name) ? [] : [`${id} has the policy ${name}`];
      }),
    );

const trusted = (statement: JsonObject): readonly Json[] => {
  const principal = isObject(statement.Principal) ? statement.Principal : {};
  return [...listOf(principal.Service), ...listOf(principal.AWS), ...listOf(principal.Federated)];
};

/** A role can be taken on by one service, and by nobody from elsewhere. */
export const faultsOfTrust = (template: Template): string[] =>
  Object.entries(template.Resources)
    .filter(([, { Type }]) => Type === 'AWS::IAM::Role')
    .flatMap(([id, { Properties = {} }]) => {
      const document = isObject(Properties.AssumeRolePolicyDocument) ? Properties.AssumeRolePolicyDocument : {};
      const who = listOf(document.Statement).filter(isObject).flatMap(trusted);
      return who.length === 1 && typeof who[0] === 'string' && who[0].endsWith('.amazonaws.com')
        ? []
        : [`${id} can be taken on by ${JSON.stringify(who)}`];
    });
