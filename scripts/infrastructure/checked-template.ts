import { settleConditions } from './conditions.ts';
import { type Configuration, edge, regional, second } from './configurations.ts';
import { faultsOfDeployments } from './deployments.ts';
import { faultsOfActions, faultsOfManagedPolicies, faultsOfTrust, faultsOfWildcards } from './iam-rules.ts';
import { openWorkshop } from './package-stack.ts';
import { faultsOfPolicies } from './policy-documents.ts';
import { readTemplate } from './read-template.ts';
import { faultsOfReferences } from './references.ts';
import { faultsOfNoRollback, faultsOfRollback, type Rollback } from './rollback.ts';
import type { Rule } from './rule.ts';
import { wantedAlarms } from './rules/wanted-alarms.ts';
import { awsSpecification, type Fault, faultsAgainstSpecification, type Specification } from './specification.ts';
import type { Template } from './template.ts';

/** A template as CloudFormation would carry it out, and what was asked for when it was made. */
export interface Checked {
  readonly stack: Rule['stack'];
  readonly configuration: Configuration;
  readonly template: Template;
  /** How a deployment of it goes back by itself. */
  readonly rollback: Rollback | null;
}

const pipelineFile = 'infrastructure/pipeline.yml';

/** Every stack in every configuration. */
export const packageAll = async (say: (line: string) => void): Promise<Checked[]> => {
  const workshop = await openWorkshop();
  try {
    const all: Checked[] = [];
    for (const [stack, those] of [
      ['regional', regional],
      ['edge', edge],
      ['second', second],
    ] as const) {
      for (const configuration of those) {
        const { template: packaged, rollback } = await workshop.package(stack, configuration);
        const template = settleConditions(packaged);
        all.push({ stack, configuration, template, rollback });
        say(`packaged ${stack}, ${configuration.name}: ${Object.keys(template.Resources).length} resources`);
      }
    }
    const template = settleConditions(await readTemplate(pipelineFile));
    return [
      ...all,
      { stack: 'pipeline', configuration: { name: 'as it is', parameters: {} }, template, rollback: null },
    ];
  } finally {
    await workshop.close();
  }
};

const text = ({ at, is }: Fault) => `${at} ${is}`;

/** Those alarms that are wanted, and no others. */
const faultsOfAlarms = ({ template, stack, configuration }: Checked): string[] => {
  const is = Object.entries(template.Resources)
    .filter(([, { Type }]) => Type === 'AWS::CloudWatch::Alarm')
    .map(([id]) => id);
  const wanted = wantedAlarms
    .filter(({ stack: own = 'regional', when = () => true }) => own === stack && when(configuration))
    .map(({ id }) => id);
  return [
    ...is.filter((id) => !wanted.includes(id)).map((id) => `${id} is an alarm that nobody asked for`),
    ...wanted.filter((id) => !is.includes(id)).map((id) => `the alarm ${id} is missing`),
  ];
};

type Check = (checked: Checked) => string[];

const faultsOfFunctions: Check = ({ stack, template, configuration }) =>
  stack === 'regional' ? faultsOfActions(template, configuration) : [];
/** What roles may do. */
export const rightsChecks: readonly Check[] = [
  faultsOfFunctions,
  ({ template }) => faultsOfWildcards(template),
  ({ template }) => faultsOfManagedPolicies(template),
  ({ template }) => faultsOfTrust(template),
];
/** What notices that a whole resource is away. */
export const wholeChecks: readonly Check[] = [
  ({ template }) => faultsOfReferences(template, awsSpecification()).map(text),
  ({ template }) => faultsOfDeployments(template),
  faultsOfFunctions,
  faultsOfAlarms,
];

export interface GeneralCheck {
  readonly name: string;
  faults(checked: Checked): string[];
}

/** What holds for every template as a whole. */
export const generalChecks = (spec: Specification = awsSpecification()): readonly GeneralCheck[] => [
  {
    name: 'resources and properties are AWS’ own',
    faults: ({ template }) => faultsAgainstSpecification(template, spec).map(text),
  },
  {
    name: 'everything that is named is there, and nothing waits for itself',
    faults: ({ template }) => faultsOfReferences(template, spec).map(text),
  },
  {
    name: 'a stage is given what its API has become',
    faults: ({ template }) => faultsOfDeployments(template),
  },
  { name: 'policies are whole', faults: ({ template }) => faultsOfPolicies(template).map(text) },
  {
    name: 'each function may do what it needs and no more',
    faults: faultsOfFunctions,
  },
  { name: 'no role has a wildcard where AWS knows a resource', faults: ({ template }) => faultsOfWildcards(template) },
  { name: 'AWS’ own policies are few', faults: ({ template }) => faultsOfManagedPolicies(template) },
  { name: 'a role is one service’s', faults: ({ template }) => faultsOfTrust(template) },
  { name: 'the alarms are those that were asked for', faults: faultsOfAlarms },
  {
    name: 'a bad release is taken back by alarms of its own, which have gone off before it is watched no more',
    faults: ({ stack, template, configuration, rollback }) => {
      if (stack !== 'regional') return [];
      return configuration.parameters.rollbackOnAlarm === 'yes'
        ? faultsOfRollback(rollback, template)
        : faultsOfNoRollback(rollback);
    },
  },
  {
    name: 'it fits into one template (500 resources, 1 MB, 200 outputs)',
    faults: ({ template }) =>
      Object.keys(template.Resources).length <= 500 && JSON.stringify(template).length <= 1_000_000
        ? []
        : ['the template is too large'],
  },
];

/** What a stack that stands by in a second region does not have: the first one's is there for both. */
const ofMainAlone = new Set([
  'Distribution',
  'DistributionMetrics',
  'AppHeaders',
  'KeySetCache',
  'AssetsAccess',
  'AssetsBucket',
  'AssetsBucketPolicy',
  'AddressV4',
  'AddressV6',
  'Table',
  'Keys',
  'OriginKeySeed',
  'BackupPlan',
  'BackupSelection',
]);

/** As much of a rule as is for this template; null when nothing of it is. */
export const ruleFor = (rule: Rule, { stack, configuration }: Checked): Rule | null => {
  if (rule.stack !== stack || rule.when?.(configuration) === false) return null;
  if (configuration.parameters.standby !== 'yes') return rule;
  const expects = rule.expects.filter(({ at }) => !ofMainAlone.has(at[0]));
  if (expects.length === rule.expects.length) return rule;
  return expects.length === 0 ? null : { ...rule, expects };
};
