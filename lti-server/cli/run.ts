import { parseArgs } from 'node:util';
import { ConfigError, loadConfig } from '../config.ts';
import { type AdminApi, CommandRefused, openApi } from './api.ts';
import { commands } from './commands.ts';
import { UsageError } from './platform-options.ts';
import { help, refusalText } from './words.ts';

export interface Outcome {
  readonly code: 0 | 1 | 2;
  readonly text: string;
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

const options = {
  name: text,
  canvas: text,
  'canvas-site': text,
  moodle: text,
  product: text,
  issuer: text,
  'auth-url': text,
  'token-url': text,
  'jwks-url': text,
  'token-audience': text,
  'client-id': text,
  deployment: text,
  'policy-url': text,
  'assessment-url': text,
  'capture-hours': text,
  'trust-first-use': flag,
  yes: flag,
  'with-names': flag,
  month: text,
  region: text,
  data: text,
  url: text,
  help: flag,
} as const;

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ')[0] ?? 'The options were not understood.');
  }
};

const obey = async (args: readonly string[], env: Readonly<Record<string, string | undefined>>): Promise<string> => {
  const { values, positionals } = parse(args);
  const [name, ...words] = positionals;
  if (values.help === true || name === undefined) return help;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) throw new UsageError(`There is no command “${name}”.`);
  const config = loadConfig({ ...env, ...(values.data === undefined ? {} : { MUSTER_DATA: values.data }) });
  if (values.url !== undefined && !URL.canParse(values.url)) throw new UsageError('--url is no URL.');
  const api: AdminApi = await openApi(config, values.url);
  try {
    return await command(api, words, values);
  } finally {
    await api.close();
  }
};

/** `npm run platform`: one command, its words and its exit code. */
export const runCommand = async (
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<Outcome> => {
  try {
    return { code: 0, text: await obey(args, env) };
  } catch (error) {
    if (error instanceof UsageError) return { code: 2, text: `${error.message} See: npm run platform -- --help` };
    if (error instanceof CommandRefused) return { code: 1, text: refusalText(error) };
    if (error instanceof ConfigError) return { code: 1, text: error.message };
    throw error;
  }
};
