import { getAtt, holdsTexts, is, isAbsent, isThere, ref, sub } from '../expectations.ts';
import type { Expectation, Rule } from '../rule.ts';
import { functions } from './security.ts';

const area = 'faces';
const stack = 'regional';
const rekognition: Rule['when'] = ({ parameters }) =>
  parameters.faces !== 'sagemaker' && parameters.rekognitionEndpoint === undefined;

export const statement = (role: string, action: string): Expectation['at'] => [
  role,
  'Policies',
  0,
  'PolicyDocument',
  'Statement',
  { Action: action },
];

const ours = sub(`arn:\${AWS::Partition}:rekognition:\${AWS::Region}:\${AWS::AccountId}:collection/muster-prod-*`);
const variable = (setting: string, name = 'Identify'): Expectation['at'] => [
  `${name}LambdaFunction`,
  'Environment',
  'Variables',
  setting,
];

export const faceRules: readonly Rule[] = [
  {
    area,
    stack,
    name: 'Rekognition by default, on collections of this stage alone',
    when: rekognition,
    expects: [
      is(variable('FACES'), 'rekognition'),
      isAbsent(variable('REKOGNITION_ENDPOINT'), 'https://elsewhere.example'),
      is([...statement('IdentifyRole', 'rekognition:SearchUsersByImage'), 'Resource'], ours),
      is([...statement('WebRole', 'rekognition:DeleteUser'), 'Resource'], ours),
      is([...statement('RetainRole', 'rekognition:IndexFaces'), 'Resource'], ours),
      holdsTexts([...statement('IdentifyRole', 'rekognition:DetectFaces'), 'Action'], 'rekognition:DetectFaces'),
    ],
  },
  {
    area,
    stack,
    name: 'a SageMaker endpoint, as an option: this one, and Rekognition is not allowed any more',
    when: ({ parameters }) => parameters.faces === 'sagemaker',
    expects: [
      is(variable('FACES'), 'sagemaker'),
      ...functions.map((name) => is(variable('SAGEMAKER_ENDPOINT', name), 'muster-faces')),
      ...['IdentifyRole', 'WebRole', 'RetainRole', 'HealthRole'].flatMap((role) => [
        is([...statement(role, 'sagemaker:InvokeEndpoint'), 'Action'], 'sagemaker:InvokeEndpoint'),
        is(
          [...statement(role, 'sagemaker:InvokeEndpoint'), 'Resource'],
          sub(`arn:\${AWS::Partition}:sagemaker:\${AWS::Region}:\${AWS::AccountId}:endpoint/muster-faces`),
        ),
      ]),
      isThere(['SageMakerEndpoint', 'ServiceName']),
      is(['SageMakerEndpoint', 'VpcEndpointType'], 'Interface'),
      is(['SageMakerEndpoint', 'PrivateDnsEnabled'], true),
      is(['SageMakerEndpoint', 'SubnetIds'], [ref('PrivateSubnetA'), ref('PrivateSubnetB')]),
      is(['SageMakerEndpoint', 'SecurityGroupIds'], [ref('EndpointsGroup')]),
    ],
  },
  {
    area,
    stack,
    name: 'a face-engine of one’s own, as an option',
    when: ({ parameters }) => parameters.rekognitionEndpoint !== undefined,
    expects: functions.map((name) => is(variable('REKOGNITION_ENDPOINT', name), 'https://faces.example.edu')),
  },
  {
    area,
    stack,
    name: 'thresholds of one’s own, as an option',
    when: ({ parameters }) => parameters.matchThreshold !== undefined,
    expects: functions.flatMap((name) => [
      is(variable('FACES_MATCH', name), '98.5'),
      is(variable('FACES_REVIEW', name), '85'),
    ]),
  },
  {
    area,
    stack,
    name: 'without thresholds of one’s own, those that the connector brings',
    when: ({ parameters }) => parameters.matchThreshold === undefined,
    expects: [isAbsent(variable('FACES_MATCH'), '98.5'), isAbsent(variable('FACES_REVIEW'), '85')],
  },
  {
    area,
    stack,
    name: 'identify never asks Rekognition for more at once than was set',
    expects: [is(['IdentifyEventSourceMappingSQSUploadsQueue', 'ScalingConfig', 'MaximumConcurrency'], 2)],
  },
  {
    area,
    stack,
    name: 'functions may set concurrency aside, as an option',
    when: ({ parameters }) => parameters.reservedConcurrency === 'yes',
    expects: [
      ...['Identify', 'Report'].map((name) => isThere([`${name}LambdaFunction`, 'ReservedConcurrentExecutions'])),
      // One more than their queues take, or a busy queue would keep the schedule out.
      is(['PublishLambdaFunction', 'ReservedConcurrentExecutions'], 21),
      is(['PublishEventSourceMappingSQSPublishQueue', 'ScalingConfig', 'MaximumConcurrency'], 20),
      is(['RetainLambdaFunction', 'ReservedConcurrentExecutions'], 6),
      is(['RetainEventSourceMappingSQSWorkQueue', 'ScalingConfig', 'MaximumConcurrency'], 5),
    ],
  },
  {
    area: 'hidden by emulators',
    stack,
    name: 'Rekognition reads no bucket: the role that calls it is given bytes, and no service but Lambda may take it on',
    expects: ['IdentifyRole', 'WebRole', 'RetainRole'].flatMap((role) => [
      is(
        [role, 'AssumeRolePolicyDocument', 'Statement'],
        [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      ),
      isAbsent(['MediaBucketPolicy', 'PolicyDocument', 'Statement', 2], {
        Sid: 'Rekognition',
        Effect: 'Allow',
        Principal: { Service: 'rekognition.amazonaws.com' },
        Action: 's3:GetObject',
        Resource: getAtt('MediaBucket', 'Arn'),
      }),
    ]),
  },
];
