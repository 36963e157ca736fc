import { load } from 'js-yaml';
import { z } from 'zod';

const step = z.object({ run: z.string().optional(), uses: z.string().optional() });
const needs = z.union([z.string().transform((one) => [one]), z.array(z.string())]).default([]);
const job = z.object({
  needs,
  uses: z.string().optional(),
  environment: z.string().optional(),
  permissions: z.record(z.string(), z.string()).default({}),
  with: z.record(z.string(), z.unknown()).default({}),
  steps: z.array(step).default([]),
});
const workflow = z.object({
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(z.string(), job),
});
type Job = z.output<typeof job>;

const runs = ({ steps }: Job, command: string) => steps.some(({ run = '' }) => run.includes(command));
const isDeployment = ({ uses = '', permissions, with: given }: Job, stage: string, environment: string) =>
  uses.endsWith('/deploy.yml') &&
  permissions['id-token'] === 'write' &&
  given.stage === stage &&
  given.environment === environment;

/** What a continuous integration of ours must do: each thing it must with whether it does. */
const wanted = (ci: z.output<typeof workflow>, deploy: z.output<typeof workflow>): Record<string, boolean> => {
  const { test, templates, package: packages, staging, production } = ci.jobs;
  const [deployment] = Object.values(deploy.jobs);
  return {
    'reads and no more, unless a job says otherwise': ci.permissions.contents === 'read',
    'runs the tests': test !== undefined && runs(test, 'npm test'),
    'checks the templates': templates !== undefined && runs(templates, 'npm run check:infrastructure'),
    'makes the packages': packages !== undefined && runs(packages, 'npm run package'),
    'deploys to staging after all of these':
      staging !== undefined &&
      isDeployment(staging, 'staging', 'staging') &&
      ['test', 'templates', 'package'].every((one) => staging.needs.includes(one)),
    'deploys to production after staging':
      production !== undefined &&
      isDeployment(production, 'prod', 'production') &&
      production.needs.includes('staging'),
    'waits where the environment asks for a person': deployment?.environment?.includes('inputs.environment') === true,
    'takes on a role, and has no key of AWS':
      deployment?.steps.some(({ uses = '' }) => uses.startsWith('aws-actions/configure-aws-credentials@')) === true &&
      !JSON.stringify(deploy).includes('secrets.AWS'),
    'deploys what was packaged, with smoke test and way back':
      deployment !== undefined &&
      runs(deployment, 'npm run deploy -- --stage') &&
      deployment.steps.some(({ uses = '' }) => uses.startsWith('actions/download-artifact@')),
  };
};

/** The two workflow files against what they must do; each line that they do not. */
export const faultsOfWorkflows = (ci: string, deploy: string): string[] => {
  const parsed = [ci, deploy].map((text) => workflow.safeParse(load(text)));
  const [first, second] = parsed;
  if (first?.success !== true || second?.success !== true) return ['is no workflow'];
  return Object.entries(wanted(first.data, second.data)).flatMap(([line, does]) => (does ? [] : [line]));
};
