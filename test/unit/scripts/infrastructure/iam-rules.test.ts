import { allowedActions } from '../../../../scripts/infrastructure/allowed-actions.ts';
import type { Configuration } from '../../../../scripts/infrastructure/configurations.ts';
import {
  faultsOfActions,
  faultsOfManagedPolicies,
  faultsOfTrust,
  faultsOfWildcards,
} from '../../../../scripts/infrastructure/iam-rules.ts';
import type { Json, Template } from '../../../../scripts/infrastructure/template.ts';

const role = (statements: readonly Json[], service: Json = 'lambda.amazonaws.com', managed: readonly Json[] = []) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
    },
    ManagedPolicyArns: managed,
    Policies: [{ PolicyName: 'x', PolicyDocument: { Statement: statements } }],
  },
});
const allow = (Action: Json, Resource: Json): Json => ({ Effect: 'Allow', Action, Resource });
const one = (resource: Template['Resources'][string]): Template => ({ Resources: { AlarmTestRole: resource } });
const plain: Configuration = { name: 'plain', parameters: {} };
const logs = {
  'Fn::Sub': `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:/aws/lambda/muster-prod-alarm-test:*`,
};
const arnOf = (id: string): Json => ({ 'Fn::GetAtt': [id, 'Arn'] });
const right = [
  allow(['logs:CreateLogStream', 'logs:PutLogEvents'], logs),
  allow(['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'cloudwatch:PutMetricData'], '*'),
  allow('sqs:SendMessage', [arnOf('WorkQueue'), arnOf('PublishQueue'), arnOf('ReportQueue')]),
  allow(['kms:Decrypt', 'kms:GenerateDataKey'], arnOf('Key')),
];
const ofAlarmTest = (faults: readonly string[]) => faults.filter((fault) => fault.startsWith('AlarmTestRole'));

describe('rights of functions', () => {
  it('given exactly what is in the table, are right', () => {
    expect(ofAlarmTest(faultsOfActions(one(role(right)), plain))).toEqual([]);
  });

  it('given one action more, are refused', () => {
    const template = one(role([...right, allow('sqs:PurgeQueue', arnOf('WorkQueue'))]));
    expect(ofAlarmTest(faultsOfActions(template, plain))).toEqual([
      'AlarmTestRole may sqs:PurgeQueue on work queue, which it need not',
    ]);
  });

  it('given one action less, are refused', () => {
    const template = one(role(right.slice(0, 3)));
    expect(ofAlarmTest(faultsOfActions(template, plain))).toEqual([
      'AlarmTestRole may not kms:Decrypt on key',
      'AlarmTestRole may not kms:GenerateDataKey on key',
    ]);
  });

  it('given the right action on another resource, are refused', () => {
    const template = one(role([...right, allow('sqs:SendMessage', arnOf('UploadsQueue'))]));
    expect(ofAlarmTest(faultsOfActions(template, plain))).toEqual([
      'AlarmTestRole may sqs:SendMessage on uploads queue, which it need not',
    ]);
  });

  it('let health ask an engine what it is, whichever it is', () => {
    const missing = (parameters: Record<string, string>) =>
      faultsOfActions({ Resources: { HealthRole: role([]) } }, { name: 'x', parameters });
    expect(missing({})).toContain('HealthRole may not rekognition:ListCollections on everything');
    expect(missing({ faces: 'sagemaker' })).toContain('HealthRole may not sagemaker:InvokeEndpoint on endpoint');
  });

  it('follow the engine that is configured', () => {
    const missing = (parameters: Record<string, string>) =>
      faultsOfActions({ Resources: { WebRole: role([]) } }, { name: 'x', parameters });
    expect(missing({})).toContain('WebRole may not rekognition:DeleteUser on collections');
    expect(missing({ faces: 'sagemaker' })).toContain('WebRole may not sagemaker:InvokeEndpoint on endpoint');
    expect(missing({ faces: 'sagemaker' })).not.toContain('WebRole may not rekognition:DeleteUser on collections');
    expect(missing({ rekognitionEndpoint: 'https://x' })).not.toContain(
      'WebRole may not rekognition:DeleteUser on collections',
    );
  });

  it('never bring a right to read a bucket along with an engine', () => {
    const actions = Object.values(allowedActions)
      .flatMap(({ rekognition = [] }) => rekognition)
      .flatMap((rights) => Object.values(rights).flat());
    expect(actions).toContain('rekognition:DetectFaces');
    expect(actions.filter((action) => !action.startsWith('rekognition:'))).toEqual([]);
  });
});

describe('wildcards', () => {
  it.each<[string, Json, Json, string[]]>([
    ['an action with a wildcard', 's3:*', 'arn:aws:s3:::a/*', ['AlarmTestRole may s3:*']],
    ['everything', 's3:GetObject', '*', ['AlarmTestRole may s3:GetObject on everything']],
    [
      'everything of a service',
      'sqs:SendMessage',
      { 'Fn::Sub': `arn:aws:sqs:\${AWS::Region}:\${AWS::AccountId}:*` },
      ['AlarmTestRole may sqs:SendMessage on everything'],
    ],
    ['every bucket', 's3:GetObject', 'arn:aws:s3:::*', ['AlarmTestRole may s3:GetObject on everything']],
    ['all objects of one bucket', 's3:GetObject', { 'Fn::Sub': `\${Media.Arn}/*` }, []],
    [
      'the streams of one log group',
      'logs:PutLogEvents',
      { 'Fn::Sub': `arn:aws:logs:\${AWS::Region}:1:log-group:/aws/lambda/x:*` },
      [],
    ],
    ['what has no resource', 'rekognition:DetectFaces', '*', []],
  ])('%s', (_name, action, resource, faults) => {
    expect(faultsOfWildcards(one(role([allow(action, resource)])))).toEqual(faults);
  });

  it('are found in a policy that is put on a role as well', () => {
    const policy = {
      Type: 'AWS::IAM::Policy',
      Properties: { PolicyDocument: { Statement: allow('s3:GetObject', '*') } },
    };
    expect(faultsOfWildcards(one(policy))).toEqual(['AlarmTestRole may s3:GetObject on everything']);
  });
});

describe('who may take on a role, and what AWS adds to it', () => {
  it('is one service', () => {
    expect(faultsOfTrust(one(role([])))).toEqual([]);
    expect(faultsOfTrust(one(role([], ['lambda.amazonaws.com', 'rekognition.amazonaws.com'])))).toHaveLength(1);
    expect(faultsOfTrust(one(role([], '*')))).toHaveLength(1);
  });

  it('is one of the few policies that a service needs for itself', () => {
    const arn = (name: string) => ({ 'Fn::Sub': `arn:\${AWS::Partition}:iam::aws:policy/${name}` });
    expect(faultsOfManagedPolicies(one(role([], 'a', [arn('service-role/AWSLambdaVPCAccessExecutionRole')])))).toEqual(
      [],
    );
    expect(faultsOfManagedPolicies(one(role([], 'a', [arn('AdministratorAccess')])))).toEqual([
      'AlarmTestRole has the policy AdministratorAccess',
    ]);
  });
});
