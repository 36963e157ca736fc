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
    expects: ['admin', 'operator', 'auditor'].flatMap((name, place) => {
      const id = `${name.charAt(0).toUpperCase()}${name.slice(1)}Group`;
      return [is([id, 'GroupName'], name), is([id, 'UserPoolId'], ref('AdminPool')), is([id, 'Precedence'], place + 1)];
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
      ...['Lowercase', 'Uppercase', 'Numbers'].map((kind) =>
        is(['AdminPool', 'Policies', 'PasswordPolicy', `Require${kind}`], true),
      ),
      is(['AdminPool', 'Policies', 'PasswordPolicy', 'TemporaryPasswordValidityDays'], 2),
      // Who signs in does so by an address that was proven, however it is written.
      is(['AdminPool', 'UsernameAttributes'], ['email']),
      is(['AdminPool', 'AutoVerifiedAttributes'], ['email']),
      is(['AdminPool', 'UsernameConfiguration'], { CaseSensitive: false }),
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
      is(['AdminClient', 'AllowedOAuthScopes'], ['openid', 'email']),
      is(['AdminClient', 'SupportedIdentityProviders'], ['COGNITO']),
      is(['AdminClient', 'ExplicitAuthFlows'], ['ALLOW_REFRESH_TOKEN_AUTH']),
      is(['AdminClient', 'AccessTokenValidity'], 60),
      is(['AdminClient', 'IdTokenValidity'], 60),
      is(['AdminClient', 'RefreshTokenValidity'], 8),
      is(['AdminClient', 'TokenValidityUnits'], { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'hours' }),
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
