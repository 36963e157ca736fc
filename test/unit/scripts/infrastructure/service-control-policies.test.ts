import { faultsOfServiceControlPolicy } from '../../../../scripts/infrastructure/service-control-policies.ts';

const policy = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
const right = { Sid: 'A', Effect: 'Deny', Action: 's3:PutBucketAcl', Resource: '*' };

describe('a policy for the organisation', () => {
  it('that denies something is right', () => {
    expect(faultsOfServiceControlPolicy(policy(right))).toEqual([]);
  });

  it.each<[string, string]>([
    ['no JSON', '{'],
    ['one that allows', policy({ ...right, Effect: 'Allow' })],
    ['a misspelt word', policy({ ...right, Actions: 's3:*' })],
    ['no action', policy({ ...right, Action: [] })],
    [
      'one that is too long',
      policy({ ...right, Action: Array.from({ length: 400 }, (_, index) => `s3:PutObject${index}`) }),
    ],
  ])('is refused: %s', (_name, text) => {
    expect(faultsOfServiceControlPolicy(text)).not.toEqual([]);
  });
});
