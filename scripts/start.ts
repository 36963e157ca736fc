import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { ConfigError } from '../lti-server/config.ts';
import { profileNames } from '../practice-lms/profiles/profile.ts';
import { troubleWithFolder } from './data-folder.ts';

const settings = z.object({
  PORT: z.coerce.number().int().min(1).max(65_535).default(8430),
  PRACTICE_LMS_PORT: z.coerce.number().int().min(1).max(65_535).default(8431),
  PRACTICE_LMS_PROFILE: z.enum(profileNames).default('practice'),
  MUSTER_DATA: z.string().min(1).default('data'),
});

/** `--profile moodle` on the command line wins over the environment. */
const profileArgument = (): { PRACTICE_LMS_PROFILE?: string } => {
  const at = process.argv.indexOf('--profile');
  return at < 0 ? {} : { PRACTICE_LMS_PROFILE: process.argv[at + 1] ?? '' };
};

const fail = (message: string): never => {
  console.error(message);
  process.exit(1);
};

const parsed = settings.safeParse({ ...process.env, ...profileArgument() });
if (!parsed.success)
  fail(`These settings are wrong: ${parsed.error.issues.map(({ path }) => path.join('.')).join(', ')}.`);
const { PORT, PRACTICE_LMS_PORT, PRACTICE_LMS_PROFILE, MUSTER_DATA } = settings.parse({
  ...process.env,
  ...profileArgument(),
});
// What the program keeps is its owner's alone: names, faces, keys.
process.umask(0o077);
const dataFolder = resolve(MUSTER_DATA);
const trouble = await troubleWithFolder(dataFolder);
if (trouble !== null) fail(trouble);
// Loaded after what can be said at once: it is most of the program.
const { startPractice } = await import('./practice.ts');
const { assertFree, DataFolderInUse } = await import('../connectors/embedded/dynamodb.ts');

/** Never below a Muster that is running on it. */
const clear = async (): Promise<void> => {
  const database = join(dataFolder, 'dynamodb');
  if (existsSync(database)) await assertFree(database);
  await rm(dataFolder, { recursive: true, force: true });
};

try {
  if (process.argv.includes('--fresh')) await clear();
  const { FACES, AWS_REGION, REKOGNITION_ENDPOINT, LTI_STORE, MUSTER_SECRET, MUSTER_SECRET_PREVIOUS } = process.env;
  const faces = { FACES, AWS_REGION, REKOGNITION_ENDPOINT };
  const lti = { LTI_STORE, MUSTER_SECRET, MUSTER_SECRET_PREVIOUS };
  const practice = await startPractice({
    toolPort: PORT,
    lmsPort: PRACTICE_LMS_PORT,
    profile: PRACTICE_LMS_PROFILE,
    dataFolder,
    faces,
    lti,
  });
  const stop = () => void practice.close().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  console.log(`
Muster is ready.

  Open the practice LMS   ${practice.lms.url}   (profile: ${PRACTICE_LMS_PROFILE})
  The tool itself is at   ${practice.muster.url}
  Data is kept in         ${dataFolder}   (npm start -- --fresh clears it)

Choose "Aiko Ito, teacher", open Biology 101, and under People let all students enrol.
Stop with Ctrl+C.`);
} catch (error) {
  if (error instanceof ConfigError) fail(error.message);
  if (error instanceof DataFolderInUse) {
    fail(`Another Muster is running on this data folder: ${dataFolder}
Stop that one, or choose another folder:
  MUSTER_DATA=other-data npm start`);
  }
  const { code, port } = error as { code?: string; port?: number };
  if (code === 'EADDRINUSE') {
    fail(`Port ${port} is taken by another program. Stop that one, or choose other ports:
  PORT=8530 PRACTICE_LMS_PORT=8531 npm start`);
  }
  throw error;
}
