import {
  getAtt,
  hasLength,
  holdsTexts,
  includesAll,
  is,
  isAbsent,
  isOneOf,
  isThere,
  isWithout,
} from '../../../../scripts/infrastructure/expectations.ts';
import { everyAlteration, everyDeletion, mutantsOfRule } from '../../../../scripts/infrastructure/mutants.ts';
import { type Expectation, faultsOfRule, pathOf, type Rule, valueAt } from '../../../../scripts/infrastructure/rule.ts';
import { everyRule } from '../../../../scripts/infrastructure/rules/every-rule.ts';
import type { Template } from '../../../../scripts/infrastructure/template.ts';

const template: Template = {
  Resources: {
    Key: {
      Type: 'AWS::KMS::Key',
      DeletionPolicy: 'Retain',
      Properties: {
        EnableKeyRotation: true,
        Statement: [
          { Sid: 'One', Action: ['kms:Decrypt', 'kms:Encrypt'], Resource: '*' },
          { Sid: 'Two', Action: 'kms:Decrypt', Resource: { 'Fn::Sub': `arn:\${A}/uploads/*` } },
        ],
      },
    } as Template['Resources'][string],
  },
};
const rule = (...expects: Expectation[]): Rule => ({ area: 'a', name: 'b', stack: 'regional', expects });
const faults = (...expects: Expectation[]) => faultsOfRule(rule(...expects), template);

describe('where an expectation looks', () => {
  it('finds properties, elements by their values, and attributes of the resource', () => {
    expect(pathOf(template, ['Key', 'EnableKeyRotation'])).toEqual([
      'Resources',
      'Key',
      'Properties',
      'EnableKeyRotation',
    ]);
    expect(pathOf(template, ['Key', 'Statement', { Action: 'kms:Encrypt' }, 'Sid'])?.at(-2)).toBe(0);
    expect(pathOf(template, ['Key', 'Statement', { Action: 'kms:Decrypt', Resource: 'uploads/*' }])?.at(-1)).toBe(1);
    expect(pathOf(template, ['Key', '@DeletionPolicy'])).toEqual(['Resources', 'Key', 'DeletionPolicy']);
  });

  it('finds nothing in what is not there', () => {
    expect(pathOf(template, ['Nobody', 'Statement'])).toBeNull();
    expect(pathOf(template, ['Key', 'Statement', { Sid: 'Three' }, 'Action'])).toBeNull();
    expect(pathOf(template, ['Key', 'Nothing', 'Below'])).toBeNull();
  });
});

describe('what an expectation wants', () => {
  it.each<[string, Expectation, Expectation]>([
    ['is', is(['Key', 'EnableKeyRotation'], true), is(['Key', 'EnableKeyRotation'], 'true')],
    [
      'is, whatever the order',
      is(['Key', 'Statement', 1, 'Resource'], { 'Fn::Sub': `arn:\${A}/uploads/*` }),
      is(['Key', 'Statement', 1, 'Resource'], getAtt('A', 'Arn')),
    ],
    [
      'one of',
      isOneOf(['Key', 'Statement', 1, 'Action'], ['a', 'kms:Decrypt']),
      isOneOf(['Key', 'Statement', 1, 'Action'], ['a']),
    ],
    ['there', isThere(['Key', 'Statement']), isThere(['Key', 'Policy'])],
    ['of a length', hasLength(['Key', 'Statement'], 2), hasLength(['Key', 'Statement'], 1)],
    [
      'with texts',
      holdsTexts(['Key', 'Statement'], 'uploads/*', 'Two'),
      holdsTexts(['Key', 'Statement'], 'Two', 'Three'),
    ],
    [
      'with elements',
      includesAll(['Key', 'Statement', 0, 'Action'], 'kms:Encrypt'),
      includesAll(['Key', 'Statement', 0, 'Action'], 'kms:Sign'),
    ],
    ['absent', isAbsent(['Key', 'Policy'], 1), isAbsent(['Key', 'Statement'], 1)],
    [
      'without texts',
      isWithout(['Key', 'Statement'], ['Three'], 'Three'),
      isWithout(['Key', 'Statement'], ['Two'], 'Two'),
    ],
  ])('%s', (_name, holds, fails) => {
    expect(faults(holds)).toEqual([]);
    expect(faults(fails)).toHaveLength(1);
  });

  it('is not met by what is not there', () => {
    expect(
      faults(
        is(['Nobody', 'Name'], 'x'),
        holdsTexts(['Nobody', 'Name'], 'x'),
        isWithout(['Nobody', 'Name'], ['x'], 'x'),
      ),
    ).toHaveLength(3);
  });
});

describe('mutants', () => {
  it('of a rule take out each property, put in what must not be there, and take out the resource', () => {
    const one = rule(
      is(['Key', 'EnableKeyRotation'], true),
      isAbsent(['Key', 'Statement', 2], { Sid: 'Three' }),
      is(['Key', '@DeletionPolicy'], 'Retain'),
    );
    const mutants = mutantsOfRule(one, template);
    expect(mutants.map(({ path, change }) => `${change} ${path.join('.')}`)).toEqual([
      'deleted Resources.Key.Properties.EnableKeyRotation',
      'added Resources.Key.Properties.Statement.2',
      'deleted Resources.Key.DeletionPolicy',
      'deleted Resources.Key',
    ]);
    for (const mutant of mutants) expect(faultsOfRule(one, mutant.template)).not.toEqual([]);
    expect(faultsOfRule(one, template)).toEqual([]);
  });

  it('of everything take out each property and element, and leave the template as it was', () => {
    const before = JSON.stringify(template);
    const paths = everyDeletion(template, 'Key').map(({ path }) => path.slice(2).join('.'));
    expect(paths).toEqual([
      '',
      'DeletionPolicy',
      'Properties.EnableKeyRotation',
      'Properties.Statement',
      'Properties.Statement.0',
      'Properties.Statement.0.Sid',
      'Properties.Statement.0.Action',
      'Properties.Statement.0.Action.0',
      'Properties.Statement.0.Action.1',
      'Properties.Statement.0.Resource',
      'Properties.Statement.1',
      'Properties.Statement.1.Sid',
      'Properties.Statement.1.Action',
      'Properties.Statement.1.Resource',
    ]);
    expect(JSON.stringify(template)).toBe(before);
  });

  it('of everything put another text, number or truth in the place of each', () => {
    const values = everyAlteration(template, 'Key').map((one) => valueAt(one.template, one.path));
    expect(values).toEqual([false, 'Onex', 'kms:Decryptx', 'kms:Encryptx', '*x', 'Twox', 'kms:Decryptx']);
  });
});

describe('the table of rules', () => {
  it('has a line for each area that was asked for, and no line twice', () => {
    const areas = ['edge', 'sign-in for admins', 'API', 'data', 'media', 'faces', 'queues', 'security', 'watching'];
    expect(new Set(everyRule.map(({ area }) => area))).toEqual(
      new Set([...areas, 'recovery', 'pipeline', 'cost', 'hidden by emulators']),
    );
    const names = everyRule.map(({ area, name }) => `${area}: ${name}`);
    expect(new Set(names).size).toBe(names.length);
    for (const { expects } of everyRule) expect(expects).not.toEqual([]);
  });
});
