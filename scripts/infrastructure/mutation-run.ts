import { type Checked, rightsChecks, ruleFor } from './checked-template.ts';
import { guard } from './guard.ts';
import { everyDeletion, type Mutant, mutantsOfRule } from './mutants.ts';
import { faultsOfPolicies } from './policy-documents.ts';
import { faultsOfRule, type Rule } from './rule.ts';
import { everyRule } from './rules/every-rule.ts';
import { awsSpecification, faultsAgainstSpecification } from './specification.ts';
import { onlyResource } from './template.ts';

export interface Killed {
  readonly killed: number;
  readonly total: number;
  readonly survivors: readonly string[];
}

export const mutantName = ({ path, change }: Mutant): string => `${change}: ${path.slice(1).join('.')}`;

/** The fullest template that a rule is for. */
export const templateFor = (rule: Rule, all: readonly Checked[]): Checked => {
  const found = all.filter((one) => ruleFor(rule, one) === rule).at(-1);
  if (found === undefined) throw new Error(`${rule.name}: no configuration that it is for`);
  return found;
};

/** A rule's own mutants must be noticed by that rule itself. */
export const runRule = (rule: Rule, all: readonly Checked[]): Killed => {
  const { template } = templateFor(rule, all);
  const mutants = mutantsOfRule(rule, template);
  const survivors = mutants.filter((mutant) => faultsOfRule(rule, mutant.template).length === 0).map(mutantName);
  return { killed: mutants.length - survivors.length, total: mutants.length, survivors };
};

const areas = new Set(['edge', 'data', 'media', 'queues', 'security', 'hidden by emulators']);

/** The resources that the rules of these areas speak of. */
const resourcesOf = (checked: Checked): string[] => [
  ...new Set(
    everyRule
      .filter((rule) => areas.has(rule.area) && ruleFor(rule, checked) !== null)
      .flatMap(({ expects }) => expects.map(({ at }) => at[0]))
      .filter((id) => checked.template.Resources[id] !== undefined),
  ),
];

const guardAtOnce = 40;

/** A deletion within one resource concerns the rules that speak of it, AWS' specification of it, and, of a role, its rights. */
const isNoticed = (checked: Checked, rules: readonly Rule[], { path, template }: Mutant): boolean => {
  const id = String(path[1]);
  const alone = onlyResource(template, id);
  return (
    rules.some((rule) => rule.expects.some(({ at }) => at[0] === id) && faultsOfRule(rule, template).length > 0) ||
    faultsAgainstSpecification(alone, awsSpecification()).length > 0 ||
    faultsOfPolicies(alone).length > 0 ||
    (alone.Resources[id]?.Type.startsWith('AWS::IAM::') === true &&
      rightsChecks.some((faults) => faults(template, checked.configuration).length > 0))
  );
};

/** Every property of those resources, one at a time: noticed by a rule, AWS' specification, the rules of rights or cfn-guard. */
export const runEveryDeletion = async (checked: Checked): Promise<Killed> => {
  const rules = everyRule.filter((rule) => ruleFor(rule, checked) !== null);
  const mutants = everyDeletion(checked.template, resourcesOf(checked));
  const unnoticed = mutants.filter((mutant) => !isNoticed(checked, rules, mutant));
  const survivors: string[] = [];
  for (let from = 0; from < unnoticed.length; from += guardAtOnce) {
    const some = unnoticed.slice(from, from + guardAtOnce);
    const reports = await guard(some.map(({ path, template }) => onlyResource(template, String(path[1]))));
    survivors.push(...some.filter((_, index) => reports[index]?.failed.length === 0).map(mutantName));
  }
  return { killed: mutants.length - survivors.length, total: mutants.length, survivors };
};
