import { allowedSurvivors } from './allowed-survivors.ts';
import { type Checked, rightsChecks, ruleFor, wholeChecks } from './checked-template.ts';
import { faultsOfDeployments } from './deployments.ts';
import { guard } from './guard.ts';
import { everyAlteration, everyDeletion, type Mutant, mutantsOfRule } from './mutants.ts';
import { faultsOfPolicies } from './policy-documents.ts';
import { type Expectation, faultsOfRule, type Rule } from './rule.ts';
import { everyRule } from './rules/every-rule.ts';
import { awsSpecification, faultsAgainstSpecification } from './specification.ts';
import { onlyResource, type Template } from './template.ts';

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

const guardAtOnce = 40;
/** What an alarm measures is numbers and names, which can be wrong without being away. */
const isAlarm = (type: string | undefined) => type === 'AWS::CloudWatch::Alarm';

/** What the rules say of each resource. */
const expectationsOf = (checked: Checked): ReadonlyMap<string, readonly Expectation[]> => {
  const those = new Map<string, Expectation[]>();
  for (const one of everyRule.flatMap((rule) => ruleFor(rule, checked)?.expects ?? [])) {
    const [id] = one.at;
    those.set(id, [...(those.get(id) ?? []), one]);
  }
  return those;
};

/** A change of one resource concerns what rules say of it, AWS' specification of it, and, of a role, its rights. */
const isNoticed = (checked: Checked, expects: readonly Expectation[], { path, template }: Mutant): boolean => {
  const id = String(path[1]);
  if (faultsOfRule({ area: '', name: id, stack: checked.stack, expects }, template).length > 0) return true;
  if (template.Resources[id] === undefined)
    return wholeChecks.some((check) => check({ ...checked, template }).length > 0);
  const alone = onlyResource(template, id);
  return (
    faultsAgainstSpecification(alone, awsSpecification()).length > 0 ||
    faultsOfPolicies(alone).length > 0 ||
    (alone.Resources[id]?.Type.endsWith('::Deployment') === true && faultsOfDeployments(template).length > 0) ||
    (alone.Resources[id]?.Type.startsWith('AWS::IAM::') === true &&
      rightsChecks.some((check) => check({ ...checked, template }).length > 0))
  );
};

/** Of a resource alone some of cfn-guard's rules fail as it is: only what fails besides has noticed the change. */
const unnoticedByGuard = async (checked: Checked, mutants: readonly Mutant[]): Promise<Mutant[]> => {
  const those = mutants.filter(({ path, template }) => template.Resources[String(path[1])] !== undefined);
  const ids = [...new Set(those.map(({ path }) => String(path[1])))];
  const failing = async (templates: readonly Template[]): Promise<string[][]> => {
    const all: string[][] = [];
    for (let from = 0; from < templates.length; from += guardAtOnce) {
      const reports = await guard(templates.slice(from, from + guardAtOnce));
      all.push(...reports.map(({ failed }) => [...failed]));
    }
    return all;
  };
  const before = await failing(ids.map((id) => onlyResource(checked.template, id)));
  const after = await failing(those.map(({ path, template }) => onlyResource(template, String(path[1]))));
  const noticed = those.filter(({ path }, index) => {
    const usual = before[ids.indexOf(String(path[1]))] ?? [];
    return after[index]?.some((name) => !usual.includes(name));
  });
  return mutants.filter((mutant) => !noticed.includes(mutant));
};

/** Every property of these resources, one at a time: noticed by a rule, AWS' specification, the rules of rights or cfn-guard. */
const runEveryChange = async (checked: Checked, ids: readonly string[]): Promise<Killed> => {
  const { template } = checked;
  const expects = expectationsOf(checked);
  const mutants = ids.flatMap((id) => [
    ...everyDeletion(template, id),
    ...(isAlarm(template.Resources[id]?.Type) ? everyAlteration(template, id) : []),
  ]);
  const unnoticed = mutants.filter((mutant) => !isNoticed(checked, expects.get(String(mutant.path[1])) ?? [], mutant));
  const survivors = (await unnoticedByGuard(checked, unnoticed)).map(mutantName);
  return { killed: mutants.length - survivors.length, total: mutants.length, survivors };
};

export interface KilledOfAll extends Killed {
  /** How many of the survivors are allowed, by the reason. */
  readonly allowed: ReadonlyMap<string, number>;
  /** Of an allowance that no survivor needs. */
  readonly idle: readonly string[];
}

const reasonFor = (survivor: string): string | undefined => {
  const place = survivor.replace(/^\w+: /, '').replace('.Properties.', '.');
  return allowedSurvivors.find(({ at }) => at.test(place))?.why;
};

/**
 * Every resource of every stack, as each configuration has it: what another one has word for word is not tried again. The
 * fullest configuration of a stack is its last, and so comes first. The survivors told are those that have no reason.
 */
export const runEveryResource = async (all: readonly Checked[]): Promise<KilledOfAll> => {
  const tried = new Set<string>();
  const sum = { killed: 0, total: 0 };
  const survivors: string[] = [];
  const allowed = new Map<string, number>();
  for (const one of [...all].reverse()) {
    const ids = Object.entries(one.template.Resources).flatMap(([id, resource]) => {
      const text = `${one.stack} ${id} ${JSON.stringify(resource)}`;
      return tried.has(text) ? [] : tried.add(text) && [id];
    });
    const told = await runEveryChange(one, ids);
    sum.killed += told.killed;
    sum.total += told.total;
    for (const survivor of told.survivors) {
      const why = reasonFor(survivor);
      if (why === undefined) survivors.push(`${one.stack}, ${one.configuration.name}: ${survivor}`);
      else allowed.set(why, (allowed.get(why) ?? 0) + 1);
    }
  }
  const idle = allowedSurvivors.map(({ why }) => why).filter((why) => !allowed.has(why));
  return { ...sum, survivors, allowed, idle };
};
