import { faultsOfPolicies } from '../../../../scripts/infrastructure/policy-documents.ts';
import type { Json } from '../../../../scripts/infrastructure/template.ts';

const whole = { Effect: 'Allow', Principal: { Service: 'a' }, Action: 's3:GetObject', Resource: '*' };
const faults = (statement: Json, Version: Json = '2012-10-17') =>
  faultsOfPolicies({
    Resources: {
      P: { Type: 'AWS::S3::BucketPolicy', Properties: { PolicyDocument: { Version, Statement: [statement] } } },
    },
  }).map(({ at, is }) => `${at.split('.').slice(4).join('.')} ${is}`);

describe('a policy', () => {
  it('that is whole has no fault', () => {
    expect(faults(whole)).toEqual([]);
    expect(faults({ ...whole, Resource: [{ 'Fn::GetAtt': ['A', 'Arn'] }, { 'Fn::Sub': 'x' }] })).toEqual([]);
  });

  it.each<[string, Json, string]>([
    ['an effect that is none', { ...whole, Effect: 'Permit' }, 'Statement.0.Effect is neither Allow nor Deny'],
    ['no action', { ...whole, Action: [] }, 'Statement.0.Action is missing or empty'],
    ['no resource', { Effect: 'Deny', Principal: '*', Action: 's3:*' }, 'Statement.0.Resource is missing or empty'],
    ['an empty resource', { ...whole, Resource: [{}] }, 'Statement.0.Resource is missing or empty'],
    ['nobody', { ...whole, Principal: {} }, 'Statement.0.Principal is missing or empty'],
    [
      'an empty condition',
      { ...whole, Condition: { StringEquals: { a: {} } } },
      'Statement.0.Condition is missing or empty',
    ],
    [
      'an attribute without a name',
      { ...whole, Resource: { 'Fn::GetAtt': ['A'] } },
      'Statement.0.Resource names no attribute',
    ],
  ])('is refused: %s', (_name, statement, fault) => {
    expect(faults(statement)).toContain(fault);
  });

  it('is refused without its version', () => {
    expect(faults(whole, null)).toEqual(['Version is not 2012-10-17']);
  });

  it('that says who may take on a role needs no resource', () => {
    const { Resource: _none, ...trust } = whole;
    const document = { Version: '2012-10-17', Statement: [trust] };
    const role = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: document } };
    expect(faultsOfPolicies({ Resources: { Role: role } })).toEqual([]);
  });
});
