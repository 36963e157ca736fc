import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readUnits } from './cost/units.ts';
import { type Checked, generalChecks, packageAll, ruleFor } from './infrastructure/checked-template.ts';
import { guard } from './infrastructure/guard.ts';
import { type Killed, runEveryResource, runRule } from './infrastructure/mutation-run.ts';
import { faultsOfRule } from './infrastructure/rule.ts';
import { everyRule } from './infrastructure/rules/every-rule.ts';
import { wantedAlarms } from './infrastructure/rules/wanted-alarms.ts';
import { faultsOfServiceControlPolicy } from './infrastructure/service-control-policies.ts';
import { faultsOfUnits } from './infrastructure/standing-counts.ts';
import { faultsOfWorkflows } from './infrastructure/workflows.ts';

/**
 * `npm run check:infrastructure`: packages every stack in every configuration, offline and without credentials, and checks what
 * CloudFormation would be given. Closes with "N passed, N failed".
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const total = { passed: 0, failed: 0 };

const tell = (name: string, faults: readonly string[]): void => {
  total[faults.length === 0 ? 'passed' : 'failed'] += 1;
  console.log(`${faults.length === 0 ? 'passed' : 'FAILED'}  ${name}`);
  for (const fault of new Set(faults)) console.log(`        ${fault}`);
};

const named = ({ stack, configuration }: Checked, fault: string) => `${stack}, ${configuration.name}: ${fault}`;

const checkRules = (all: readonly Checked[]): void => {
  for (const check of generalChecks()) {
    tell(
      check.name,
      all.flatMap((one) => check.faults(one).map((fault) => named(one, fault))),
    );
  }
  for (const rule of everyRule) {
    const those = all.flatMap((one) => {
      const own = ruleFor(rule, one);
      return own === null ? [] : [{ one, own }];
    });
    const faults = those.flatMap(({ one, own }) => faultsOfRule(own, one.template).map((fault) => named(one, fault)));
    tell(`${rule.area}: ${rule.name}`, those.length === 0 ? ['no configuration that it is for'] : faults);
  }
};

const checkGuard = async (all: readonly Checked[]): Promise<void> => {
  const reports = await guard(all.map(({ template }) => template));
  const names = new Set(reports.flatMap(({ passed, failed }) => [...passed, ...failed]));
  for (const name of [...names].sort()) {
    const failing = all.filter((_, index) => reports[index]?.failed.includes(name));
    tell(
      `cfn-guard: ${name.replaceAll('_', ' ')}`,
      failing.map((one) => named(one, 'does not hold')),
    );
  }
};

const checkServiceControlPolicies = async (): Promise<void> => {
  const folder = join(root, 'infrastructure/organisation');
  for (const file of (await readdir(folder)).sort()) {
    tell(`organisation: ${file}`, faultsOfServiceControlPolicy(await readFile(join(folder, file), 'utf8')));
  }
};

const checkWorkflows = async (): Promise<void> => {
  const texts = ['ci', 'deploy'].map((name) => readFile(join(root, '.github/workflows', `${name}.yml`), 'utf8'));
  const [ci = '', deploy = ''] = await Promise.all(texts);
  tell(
    'pipeline: the workflow tests, packages, checks, and deploys by stage with approval',
    faultsOfWorkflows(ci, deploy),
  );
};

/** An alarm at night leads somewhere. */
const checkRunbooks = async (): Promise<void> => {
  const pages = await readdir(join(root, 'docs/operators/runbooks'));
  const missing = wantedAlarms.filter(({ runbook }) => !pages.includes(`${runbook}.md`));
  tell(
    'watching: each alarm has its runbook page',
    missing.map(({ id, runbook }) => `${id}: docs/operators/runbooks/${runbook}.md is missing`),
  );
};

/** What the calculator of costs takes for granted, beside a stage with a name in one region. */
const checkUnits = async (all: readonly Checked[]): Promise<void> => {
  const of = (stack: Checked['stack'], name: string) =>
    all.filter((one) => one.stack === stack && one.configuration.name === name).map(({ template }) => template);
  const { assumed } = await readUnits();
  tell(
    'cost: alarms, metrics, keys, secrets, rules and schedules are counted as the templates have them',
    faultsOfUnits([...of('regional', 'domain'), ...of('edge', 'everything')], assumed),
  );
};

const count = ({ killed, total: all }: Killed) => `${killed} of ${all} mutants killed`;

const mutate = async (all: readonly Checked[]): Promise<void> => {
  console.log(
    '\nMutants of each line: its properties and resources taken out one at a time, which that line must notice',
  );
  const sum = { killed: 0, total: 0 };
  for (const rule of everyRule) {
    const told = runRule(rule, all);
    sum.killed += told.killed;
    sum.total += told.total;
    tell(`${rule.area}: ${rule.name}: ${count(told)}`, [
      ...told.survivors.map((one) => `survived ${one}`),
      ...(told.total === 0 ? ['no mutant'] : []),
    ]);
  }
  console.log(`${sum.killed} of ${sum.total} mutants of the lines killed`);
  console.log(
    '\nEvery resource, attribute, property and list element of every stack taken out, and what alarms measure put otherwise',
  );
  const told = await runEveryResource(all);
  tell(`every stack: ${count(told)}, the others allowed`, [
    ...told.survivors.map((one) => `survived ${one}`),
    ...told.idle.map((why) => `allowed and never needed: ${why}`),
  ]);
  for (const [why, times] of told.allowed) console.log(`        ${times} allowed: ${why}`);
};

const all = await packageAll((line) => console.log(line));
checkRules(all);
await checkGuard(all);
await checkServiceControlPolicies();
await checkWorkflows();
await checkRunbooks();
await checkUnits(all);
await mutate(all);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
