import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { rekognitionClient } from '../connectors/rekognition/client.ts';
import { rekognitionFaceGallery } from '../connectors/rekognition/face-gallery.ts';
import { helpWhenAsked } from './help.ts';
import { type PointInTime, replayFrom, restoreToPoint, settleTable } from './recovery/aws.ts';
import { countFamilies, differences, type Families } from './recovery/families.ts';
import { copyOf, familiesOf, restoreInto } from './recovery/one-machine.ts';
import { putBack } from './recovery/put-back.ts';
import { eraseAllStrangers } from './recovery/strangers.ts';

/** Copies, restores and compares tables: docs/operators/restore.md. */
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
process.umask(0o077);

const usage = `npm run restore -- COMMAND

On one machine, while the server is stopped:
  copy    --data FOLDER --to FILE      a copy of the table, with its counts at the end
  restore --data FOLDER --from FILE    puts a copy into a data folder that has no table, erases again what was erased since
  count   --data FOLDER                items and checksum of each family of keys

On AWS:
  restore --table NAME --to NEW [--at 2026-11-25T10:00:00Z]
                                       restores a point in time to a new table, and erases again what was erased since
  settle  --table NAME                 gives a table that was restored in another way what AWS does not bring along
  replay  --table NAME --to NEW --at …  the same erasing alone, for a table that AWS Backup restored
  verify  --table NAME --to NEW        compares two tables, family by family
  switch  --table NAME --to NEW        makes NAME, while nobody writes to it, hold what NEW holds, and compares them
  strangers --table NAME --collections muster-STAGE-
                                       erases in Rekognition whom the table does not know: who enrolled after the instant
  count   --table NAME
`;

const options = {
  data: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  table: { type: 'string' },
  at: { type: 'string' },
  collections: { type: 'string' },
} as const;

class Misunderstood extends Error {}

const need = (value: string | undefined, name: string): string => {
  if (value === undefined || value === '') throw new Misunderstood(`--${name} is missing`);
  return value;
};

const instant = (value: string): string => {
  const time = Date.parse(value);
  if (Number.isNaN(time)) throw new Misunderstood('--at is no instant such as 2026-11-25T10:00:00Z');
  return new Date(time).toISOString();
};

const print = (families: Families): void => {
  let items = 0;
  for (const [family, counted] of Object.entries(families)) {
    items += counted.items;
    console.log(`${family.padEnd(28)} ${String(counted.items).padStart(9)}  ${counted.checksum}`);
  }
  console.log(`${'all'.padEnd(28)} ${String(items).padStart(9)}`);
};

const told = ({ erasures, again }: { erasures: number; again: number }) =>
  `erased since the copy: ${erasures}; of those, ${again} had come back and are erased again`;

const restoreHere = async (folder: string, file: string): Promise<number> => {
  const restored = await restoreInto(folder, file);
  print(restored.families);
  for (const line of restored.wrong) console.log(`WRONG ${line}`);
  if (restored.wrong.length > 0) return 1;
  console.log(`every item of the copy of ${restored.takenAt} is there; ${told(restored)}`);
  console.log(`Start the server with MUSTER_DATA=${folder}`);
  return 0;
};

const onAws = async (command: string, place: PointInTime): Promise<number> => {
  const client = new DynamoDBClient({});
  if (command === 'restore') {
    const copiedAt = place.at ?? new Date().toISOString();
    await restoreToPoint(client, place);
    console.log(told(await replayFrom(client, place, copiedAt)));
    print(await countFamilies(client, place.to));
    console.log(
      `Look at it, stop the writing, then: npm run restore -- switch --table ${place.table} --to ${place.to}`,
    );
    return 0;
  }
  if (command === 'replay') {
    console.log(told(await replayFrom(client, place, need(place.at, 'at'))));
    return 0;
  }
  if (command === 'switch') {
    const { removed, written } = await putBack(client, place.to, place.table);
    console.log(`${written} items written, ${removed} removed`);
  }
  const lines = differences(await countFamilies(client, place.table), await countFamilies(client, place.to));
  for (const line of lines) console.log(line);
  console.log(lines.length === 0 ? 'equal' : `${lines.length} families differ`);
  return lines.length === 0 ? 0 : 1;
};

const run = async (args: string[]): Promise<number> => {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [command = ''] = positionals;
  const { data, from, to, table, collections } = values;
  const at = values.at === undefined ? undefined : instant(values.at);
  if (command === 'count') {
    print(
      data === undefined ? await countFamilies(new DynamoDBClient({}), need(table, 'table')) : await familiesOf(data),
    );
    return 0;
  }
  if (command === 'copy') {
    const { families, takenAt } = await copyOf(need(data, 'data'), need(to, 'to'));
    print(families);
    console.log(`copied at ${takenAt}`);
    return 0;
  }
  if (command === 'settle') {
    await settleTable(new DynamoDBClient({}), need(table, 'table'));
    console.log('it has its expiry, point-in-time recovery, stream and deletion protection');
    return 0;
  }
  if (command === 'restore' && data !== undefined) return restoreHere(data, need(from, 'from'));
  if (command === 'strangers') {
    const region = process.env.AWS_REGION;
    if (region === undefined) throw new Misunderstood('set AWS_REGION to the stack’s region');
    const gallery = rekognitionFaceGallery(rekognitionClient({ region }), { prefix: need(collections, 'collections') });
    const done = await eraseAllStrangers(new DynamoDBClient({}), need(table, 'table'), gallery);
    console.log(`${done.courses} courses, ${done.erased} people erased whom no index named`);
    return 0;
  }
  if (['restore', 'replay', 'verify', 'switch'].includes(command))
    return onAws(command, { table: need(table, 'table'), to: need(to, 'to'), at });
  throw new Misunderstood(`there is no command "${command}"`);
};

helpWhenAsked(usage);
try {
  process.exit(await run(process.argv.slice(2)));
} catch (error) {
  const { name, message, code } = error as NodeJS.ErrnoException;
  if (name === 'DataFolderInUse') console.error('A server runs on this folder. Stop it first.');
  else console.error(message);
  if (!(error instanceof Misunderstood) && !String(code).startsWith('ERR_PARSE_ARGS')) process.exit(1);
  console.error(usage);
  process.exit(2);
}
