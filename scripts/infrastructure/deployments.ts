import { createHash } from 'node:crypto';
import { isObject, type Json, jsonOf, type Resource, type Template } from './template.ts';

/** Which property of a part names its API, by the type of the deployment; the types of the parts, and which it waits for. */
const kinds: Readonly<
  Record<string, { readonly api: string; readonly parts: readonly string[]; readonly waitsFor: string }>
> = {
  'AWS::ApiGateway::Deployment': {
    api: 'RestApiId',
    parts: ['AWS::ApiGateway::Method', 'AWS::ApiGateway::Resource'],
    waitsFor: 'AWS::ApiGateway::Method',
  },
  'AWS::ApiGatewayV2::Deployment': {
    api: 'ApiId',
    parts: ['AWS::ApiGatewayV2::Route', 'AWS::ApiGatewayV2::Integration'],
    waitsFor: 'AWS::ApiGatewayV2::Route',
  },
};

const apiIn = ({ Properties = {} }: Resource, property: string): string => {
  const value = Properties[property];
  return isObject(value) ? String(value.Ref) : String(value);
};

const sorted = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key] ?? null)]),
  );
};

/**
 * A deployment is a picture of its API, taken when it is made: of what is changed later a stage knows nothing until it is given
 * a new one ("AWS::ApiGateway::Deployment"). CloudFormation makes a new one of a new logical id, so the id tells of what.
 */
export const faultsOfDeployments = ({ Resources }: Template): string[] =>
  Object.entries(Resources).flatMap(([id, deployment]) => {
    const kind = kinds[deployment.Type];
    if (kind === undefined) return [];
    const api = apiIn(deployment, kind.api);
    const parts = Object.entries(Resources).filter(
      ([name, one]) => name === api || (kind.parts.includes(one.Type) && apiIn(one, kind.api) === api),
    );
    const text = JSON.stringify(
      sorted(parts.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, one]) => [name, jsonOf(one)])),
    );
    const digest = createHash('sha256').update(text).digest('hex').slice(0, 8);
    const wanted = `${id.replace(/Deployment.*$/, 'Deployment')}${digest}`;
    const routes = parts.filter(([, { Type }]) => Type === kind.waitsFor).map(([name]) => name);
    const waits = [deployment.DependsOn ?? []].flat();
    return [
      ...(id === wanted ? [] : [`${id} must be called ${wanted}, or a stage that stands never hears of the change`]),
      ...routes
        .filter((name) => !waits.includes(name))
        .map((name) => `${id} must wait for ${name}, or is a picture without it`),
    ];
  });
