import { faultsOfDeployments } from '../../../../scripts/infrastructure/deployments.ts';
import type { Json, Template } from '../../../../scripts/infrastructure/template.ts';

const template = (id: string, cacheKey: Json, other: Json = 'GET', waits = ['Method']): Template => ({
  Resources: {
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'reports' } },
    Method: {
      Type: 'AWS::ApiGateway::Method',
      Properties: { RestApiId: { Ref: 'Api' }, HttpMethod: 'GET', Integration: { CacheKeyParameters: cacheKey } },
    },
    Elsewhere: { Type: 'AWS::ApiGateway::Method', Properties: { RestApiId: { Ref: 'Another' }, HttpMethod: other } },
    [id]: { Type: 'AWS::ApiGateway::Deployment', DependsOn: waits, Properties: { RestApiId: { Ref: 'Api' } } },
  },
});
const wantedOf = (faults: readonly string[]) => /called (\w+)/.exec(faults[0] ?? '')?.[1] ?? '';

describe('the deployment of an API', () => {
  it('has an id that tells of what it is made', () => {
    const named = wantedOf(faultsOfDeployments(template('ApiDeployment', ['a'])));
    expect(named).toMatch(/^ApiDeployment[0-9a-f]{8}$/);
    expect(faultsOfDeployments(template(named, ['a']))).toEqual([]);
  });

  it('given a changed method, must have another, and not for what is of another API', () => {
    const named = wantedOf(faultsOfDeployments(template('ApiDeployment', ['a'])));
    expect(wantedOf(faultsOfDeployments(template(named, ['a', 'b'])))).toMatch(/^ApiDeployment[0-9a-f]{8}$/);
    expect(faultsOfDeployments(template(named, ['a'], 'POST'))).toEqual([]);
  });

  it('waits for the methods that it is a picture of, and for no others', () => {
    const named = wantedOf(faultsOfDeployments(template('ApiDeployment', ['a'])));
    expect(faultsOfDeployments(template(named, ['a'], 'GET', []))).toEqual([
      `${named} must wait for Method, or is a picture without it`,
    ]);
  });
});
