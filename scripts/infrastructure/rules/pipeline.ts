import { getAtt, holdsTexts, is, isThere, isWithout, ref } from '../expectations.ts';
import type { Rule, Step } from '../rule.ts';

const area = 'pipeline';
const stack = 'pipeline';
const stage = (name: string, ...steps: Step[]) =>
  ['Pipeline', 'Stages', { Name: name }, 'Actions', 0, ...steps] as const;

export const pipelineRules: readonly Rule[] = [
  {
    area,
    stack,
    name: 'tests, packages and the templates’ check come before anything is deployed',
    expects: [
      isThere(stage('Source', 'Configuration', 'ConnectionArn')),
      is(stage('Test', 'Configuration', 'ProjectName'), ref('TestBuild')),
      holdsTexts(
        ['TestBuild', 'Source', 'BuildSpec'],
        'npm ci',
        'npm run package',
        'npm run check:infrastructure',
        'npm test',
      ),
      is(['Pipeline', 'Stages', 1, 'Name'], 'Test'),
    ],
  },
  {
    area,
    stack,
    name: 'staging, then a person’s approval, then production',
    expects: [
      is(['Pipeline', 'Stages', 2, 'Name'], 'Staging'),
      is(['Pipeline', 'Stages', 3, 'Name'], 'Approval'),
      is(['Pipeline', 'Stages', 4, 'Name'], 'Production'),
      is(stage('Approval', 'ActionTypeId', 'Category'), 'Approval'),
      is(stage('Approval', 'ActionTypeId', 'Provider'), 'Manual'),
      is(stage('Approval', 'Configuration', 'NotificationArn'), ref('ApprovalTopic')),
      holdsTexts(stage('Staging', 'Configuration', 'EnvironmentVariables'), 'staging'),
      holdsTexts(stage('Production', 'Configuration', 'EnvironmentVariables'), 'prod'),
      is(['ApprovalSubscription', 'Protocol'], 'email'),
    ],
  },
  {
    area,
    stack,
    name: 'deploying includes the smoke test and goes back by itself',
    expects: [
      holdsTexts(['DeployBuild', 'Source', 'BuildSpec'], 'npm run deploy -- --stage $STAGE'),
      is(['Pipeline', 'Stages', { Name: 'Production' }, 'OnFailure'], { Result: 'ROLLBACK' }),
      is(['Pipeline', 'ExecutionMode'], 'QUEUED'),
    ],
  },
  {
    area,
    stack,
    name: 'tests cannot take on the role that deploys',
    expects: [
      is(['TestBuild', 'ServiceRole'], getAtt('BuildRole', 'Arn')),
      isWithout(
        ['BuildRole', 'Policies', 0, 'PolicyDocument', 'Statement'],
        ['sts:AssumeRole'],
        [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: ref('DeployRoleArn') }],
      ),
      is(['DeployBuild', 'ServiceRole'], getAtt('DeployBuildRole', 'Arn')),
    ],
  },
];
