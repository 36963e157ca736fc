import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { load } from 'js-yaml';
import { z } from 'zod';
import type { Configuration } from './configurations.ts';
import type { Rollback } from './rollback.ts';
import type { Template } from './template.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cli = join(root, 'node_modules/serverless/bin/serverless.js');

/** A zip with nothing in it (APPNOTE 4.3.16): templates name packages, and are made before there are any. */
const emptyZip = Buffer.concat([Buffer.from('PK\u0005\u0006'), Buffer.alloc(18)]);

const functions = z.record(z.string(), z.object({ package: z.object({ artifact: z.string() }) }));

/** The names of the packages that serverless.yml asks for, without evaluating CloudFormation's tags. */
const artefactsOf = async (folder: string): Promise<string[]> => {
  const text = await readFile(join(folder, 'infrastructure/functions.yml'), 'utf8');
  const plain = load(text.replaceAll(/!GetAtt /g, ''));
  return Object.values(functions.parse(plain)).map((one) => one.package.artifact);
};

export type Stack = 'regional' | 'edge' | 'second';
const folders: Readonly<Record<Stack, string>> = {
  regional: '.',
  edge: 'infrastructure/edge',
  second: 'infrastructure/second-region',
};

export interface Packaged {
  readonly template: Template;
  readonly rollback: Rollback | null;
}

/** What the framework has made of serverless.yml, as it will go by it when it deploys. */
interface State {
  readonly service: { readonly provider: { readonly rollbackConfiguration?: Rollback } };
}

export interface Workshop {
  package(stack: Stack, configuration: Configuration): Promise<Packaged>;
  close(): Promise<void>;
}

/**
 * A copy of the templates beside empty packages, so that nobody's build is touched. `serverless package` is run in it without
 * the caller's environment: no credentials, no configuration of AWS.
 */
export const openWorkshop = async (): Promise<Workshop> => {
  const folder = await mkdtemp(join(tmpdir(), 'muster-templates-'));
  await cp(join(root, 'serverless.yml'), join(folder, 'serverless.yml'));
  await cp(join(root, 'infrastructure'), join(folder, 'infrastructure'), { recursive: true });
  for (const artefact of await artefactsOf(folder)) {
    await mkdir(dirname(join(folder, artefact)), { recursive: true });
    await writeFile(join(folder, artefact), emptyZip);
  }
  return {
    async package(stack, { name, parameters }) {
      const given = Object.entries(parameters).flatMap(([key, value]) => ['--param', `${key}=${value}`]);
      const out = `compiled-${name.replaceAll(' ', '-')}`;
      const cwd = join(folder, folders[stack]);
      const asked = [cli, 'package', '--stage', 'prod', '--package', out, ...given];
      try {
        await promisify(execFile)(process.execPath, asked, { cwd, env: { PATH: process.env.PATH, HOME: folder } });
      } catch (error) {
        const { stdout = '', stderr = '' } = error as { readonly stdout?: string; readonly stderr?: string };
        throw new Error(`${stack}, ${name}: cannot be packaged\n${stdout}${stderr}`, { cause: error });
      }
      const read = async (file: string) => JSON.parse(await readFile(join(cwd, out, file), 'utf8'));
      const template = (await read('cloudformation-template-update-stack.json')) as Template;
      const { service } = (await read('serverless-state.json')) as State;
      return { template, rollback: service.provider.rollbackConfiguration ?? null };
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
};
