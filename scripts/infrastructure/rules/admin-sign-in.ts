import { is, isThere, ref, sub } from '../expectations.ts';
import type { Rule } from '../rule.ts';

const area = 'sign-in for admins';
const stack = 'regional';

export const adminSignInRules: readonly Rule[] = [
  {
    area,
    stack,
    name: 'a second factor is always asked for, and it is TOTP',
    expects: [
      is(['AdminPool', 'MfaConfiguration'], 'ON'),
      is(['AdminPool', 'EnabledMfas'], ['SOFTWARE_TOKEN_MFA']),
      is(['AdminPool', 'AccountRecoverySetting', 'RecoveryMechanisms'], [{ Name: 'admin_only', Priority: 1 }]),
    ],
  },
  {
    area,
    stack,
    name: 'the groups admin, operator and auditor',
    expects: ['admin', 'operator', 'auditor'].flatMap((name) => {
      const id = `${name.charAt(0).toUpperCase()}${name.slice(1)}Group`;
      return [is([id, 'GroupName'], name), is([id, 'UserPoolId'], ref('AdminPool'))];
    }),
  },
  {
    area,
    stack,
    name: 'nobody signs up; who is no longer wanted is not forgotten by a slip',
    expects: [
      is(['AdminPool', 'AdminCreateUserConfig', 'AllowAdminCreateUserOnly'], true),
      is(['AdminPool', 'DeletionProtection'], 'ACTIVE'),
      is(['AdminPool', 'Policies', 'PasswordPolicy', 'MinimumLength'], 14),
    ],
  },
  {
    area,
    stack,
    name: 'the pages sign in by the code flow, without a secret',
    expects: [
      is(['AdminClient', 'GenerateSecret'], false),
      is(['AdminClient', 'AllowedOAuthFlowsUserPoolClient'], true),
      is(['AdminClient', 'AllowedOAuthFlows'], ['code']),
      isThere(['AdminClient', 'AllowedOAuthScopes']),
      isThere(['AdminClient', 'CallbackURLs']),
      isThere(['AdminClient', 'LogoutURLs']),
      is(['AdminClient', 'PreventUserExistenceErrors'], 'ENABLED'),
      is(['AdminClient', 'EnableTokenRevocation'], true),
      is(['AdminDomain', 'UserPoolId'], ref('AdminPool')),
    ],
  },
  {
    area,
    stack,
    name: 'functions know the pool',
    expects: ['Web', 'Authorizer'].flatMap((name) => [
      is([`${name}LambdaFunction`, 'Environment', 'Variables', 'ADMIN_POOL_ID'], ref('AdminPool')),
      is([`${name}LambdaFunction`, 'Environment', 'Variables', 'ADMIN_CLIENT_ID'], ref('AdminClient')),
      is(
        [`${name}LambdaFunction`, 'Environment', 'Variables', 'ADMIN_DOMAIN'],
        sub(`\${AdminDomain}.auth.\${AWS::Region}.amazoncognito.com`),
      ),
    ]),
  },
];
