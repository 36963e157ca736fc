import { allowedSurvivors } from '../../../../scripts/infrastructure/allowed-survivors.ts';
import type { Checked } from '../../../../scripts/infrastructure/checked-template.ts';
import { runEveryResource } from '../../../../scripts/infrastructure/mutation-run.ts';
import type { Template } from '../../../../scripts/infrastructure/template.ts';

const checked = (Resources: Template['Resources'], name = 'any'): Checked => ({
  stack: 'pipeline',
  configuration: { name, parameters: {} },
  template: { Resources },
  rollback: null,
});
const odd = (VisibilityTimeout: number) => ({
  Odd: { Type: 'AWS::SQS::Queue', Properties: { KmsMasterKeyId: 'a key', VisibilityTimeout } },
});

describe('every resource of every stack, taken out piece by piece', () => {
  it('tells what nothing notices, though a rule of cfn-guard fails of the resource alone as it is', async () => {
    const told = await runEveryResource([checked(odd(30))]);
    expect(told.survivors).toEqual([
      'pipeline, any: deleted: Odd',
      'pipeline, any: deleted: Odd.Properties.VisibilityTimeout',
    ]);
    expect(told).toMatchObject({ killed: 1, total: 3 });
  });

  it('tries a resource once, in the last configuration that has it, and again where it differs', async () => {
    const told = await runEveryResource([
      checked(odd(60), 'other'),
      checked(odd(30), 'same'),
      checked(odd(30), 'fullest'),
    ]);
    expect(told.total).toBe(6);
    expect(told.survivors.map((one) => one.split(':')[0])).toEqual([
      'pipeline, fullest',
      'pipeline, fullest',
      'pipeline, other',
      'pipeline, other',
    ]);
  });

  it('counts what may survive by its reason, and tells of a reason that nothing needs', async () => {
    const told = await runEveryResource([
      checked({ Odd: { Type: 'AWS::KMS::Key', Properties: { Description: 'a key', EnableKeyRotation: true } } }),
    ]);
    expect([...told.allowed]).toEqual([['words for whoever reads it', 1]]);
    expect(told.idle).toHaveLength(allowedSurvivors.length - 1);
  });
});
