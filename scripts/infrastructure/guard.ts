import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Template } from './template.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folders: Readonly<Record<string, string>> = { linux: 'ubuntu', darwin: 'macos' };
const machines: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'aarch64' };

const binary = (): string => {
  const [folder, machine] = [folders[process.platform], machines[process.arch]];
  if (folder === undefined || machine === undefined)
    throw new Error(
      `cfn-guard is not there for ${process.platform} on ${process.arch}: check templates on Linux or macOS`,
    );
  return join(root, 'node_modules/@cdklabs/cdk-validator-cfnguard/bin', folder, machine, 'cfn-guard');
};

const report = z.array(
  z.object({
    compliant: z.array(z.string()),
    not_applicable: z.array(z.string()),
    not_compliant: z.array(z.object({ Rule: z.object({ name: z.string() }) })),
  }),
);

export interface GuardReport {
  readonly passed: readonly string[];
  readonly failed: readonly string[];
}

/** 19: some rule does not hold. Anything else but 0 means that the rules could not be applied. */
const codeOfFailure = 19;

/** Our rules for every resource of a kind, applied to several templates at once: a report for each, in their order. */
export const guard = async (templates: readonly Template[]): Promise<GuardReport[]> => {
  const rules = await readFile(join(root, 'infrastructure/rules/muster.guard'), 'utf8');
  const payload = JSON.stringify({ rules: [rules], data: templates.map((one) => JSON.stringify(one)) });
  const child = spawn(binary(), [
    'validate',
    '--payload',
    '--structured',
    '--output-format',
    'json',
    '--show-summary',
    'none',
  ]);
  const told = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    told.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    told.err += text;
  });
  child.stdin.end(payload);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0 && code !== codeOfFailure) throw new Error(`cfn-guard ended with ${code}: ${told.err}`);
  const reports = report.parse(JSON.parse(told.out));
  if (reports.length !== templates.length) throw new Error('cfn-guard did not answer for each template');
  return reports.map(({ compliant, not_compliant: failing }) => ({
    passed: compliant,
    failed: failing.map(({ Rule: { name } }) => name),
  }));
};
