import { faultsOfReferences } from '../../../../scripts/infrastructure/references.ts';
import { awsSpecification, faultsAgainstSpecification } from '../../../../scripts/infrastructure/specification.ts';
import type { Resource, Template } from '../../../../scripts/infrastructure/template.ts';

const spec = awsSpecification();
const template = (resources: Record<string, Resource>): Template => ({ Resources: resources });
const queue = (properties: Record<string, never> | object): Resource => ({
  Type: 'AWS::SQS::Queue',
  Properties: properties as Record<string, never>,
});
const against = (resources: Record<string, Resource>) =>
  faultsAgainstSpecification(template(resources), spec).map(({ at, is }) => `${at} ${is}`);
const references = (resources: Record<string, Resource>) =>
  faultsOfReferences(template(resources), spec).map(({ at, is }) => `${at} ${is}`);

describe('a template against AWS’ specification', () => {
  it('given one that is right, finds nothing', () => {
    expect(against({ Work: queue({ QueueName: 'work', VisibilityTimeout: 30, FifoQueue: true }) })).toEqual([]);
  });

  it('takes numbers and booleans as text, as CloudFormation does', () => {
    expect(against({ Work: queue({ VisibilityTimeout: '30', FifoQueue: 'true' }) })).toEqual([]);
  });

  it('finds a type that does not exist', () => {
    expect(against({ Work: { Type: 'AWS::SQS::Que' } })).toEqual(['Work.Type AWS::SQS::Que is not known']);
  });

  it('finds a property that does not exist, at any depth', () => {
    expect(against({ Work: queue({ VisibilityTimeOut: 30 }) })).toEqual(['Work.VisibilityTimeOut is not known']);
    const bucket = {
      Type: 'AWS::S3::Bucket',
      Properties: { LifecycleConfiguration: { Rules: [{ Status: 'Enabled', ExpireInDays: 1 }] } },
    };
    expect(against({ Media: bucket })).toEqual(['Media.LifecycleConfiguration.Rules.0.ExpireInDays is not known']);
  });

  it('finds what is missing, at any depth', () => {
    expect(against({ Role: { Type: 'AWS::IAM::Role', Properties: {} } })).toEqual([
      'Role.AssumeRolePolicyDocument is missing',
    ]);
    expect(
      against({ Media: { Type: 'AWS::S3::Bucket', Properties: { LifecycleConfiguration: { Rules: [{}] } } } }),
    ).toEqual(['Media.LifecycleConfiguration.Rules.0.Status is missing']);
  });

  it('finds values of another kind', () => {
    expect(against({ Work: queue({ VisibilityTimeout: 'soon' }) })).toEqual(['Work.VisibilityTimeout is no integer']);
    expect(against({ Work: queue({ FifoQueue: 'yes' }) })).toEqual(['Work.FifoQueue is no boolean']);
    expect(against({ Work: queue({ QueueName: ['work'] }) })).toEqual(['Work.QueueName is no string']);
    expect(
      against({ Media: { Type: 'AWS::S3::Bucket', Properties: { LifecycleConfiguration: { Rules: {} } } } }),
    ).toEqual(['Media.LifecycleConfiguration.Rules is no list']);
  });

  it('leaves functions of CloudFormation to CloudFormation', () => {
    expect(against({ Work: queue({ KmsMasterKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } }) })).toEqual([]);
  });

  it('finds an attribute of a resource that CloudFormation does not know', () => {
    const resource = { ...queue({}), DeletePolicy: 'Retain' } as Resource;
    expect(against({ Work: resource })).toEqual(['Work.DeletePolicy is not known']);
  });
});

describe('what a template names', () => {
  it('given names that are there, finds nothing', () => {
    const other = queue({ RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] } } });
    const text = queue({ QueueName: { 'Fn::Sub': `\${Dead.QueueName}-\${AWS::Region}-\${!Literal}` } });
    expect(references({ Work: other, Text: text, Dead: queue({}) })).toEqual([]);
  });

  it.each([
    ['Ref', { Ref: 'Dead' }, 'names Dead, which is not there'],
    ['GetAtt', { 'Fn::GetAtt': ['Dead', 'Arn'] }, 'names Dead, which is not there'],
    ['GetAtt, written with a dot', { 'Fn::GetAtt': 'Dead.Arn' }, 'names Dead, which is not there'],
    ['Sub', { 'Fn::Sub': `x-\${Dead}` }, 'names Dead, which is not there'],
    ['an attribute that is not there', { 'Fn::GetAtt': ['Work', 'Arm'] }, 'names Work.Arm, which is not there'],
    ['an attribute in a Sub', { 'Fn::Sub': `\${Work.Arm}` }, 'names Work.Arm, which is not there'],
  ])('finds a wrong %s', (_name, value, is) => {
    expect(references({ Work: queue({}), Other: queue({ QueueName: value }) })).toEqual([
      `Resources.Other.Properties.QueueName ${is}`,
    ]);
  });

  it('finds what waits for nothing that is there', () => {
    expect(references({ Work: { ...queue({}), DependsOn: ['Dead'] } })).toEqual([
      'Work.DependsOn names Dead, which is not there',
    ]);
  });

  it('finds resources that wait for each other', () => {
    const a = queue({ QueueName: { Ref: 'B' } });
    const b = { ...queue({}), DependsOn: 'C' };
    const c = queue({ QueueName: { 'Fn::Sub': `\${A}` } });
    expect(references({ A: a, B: b, C: c })).toEqual(['A waits for itself: A -> B -> C -> A']);
  });
});
