import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { keyRingStore } from '../connectors/dynamodb/key-ring-store.ts';
import { ltijsPlugin } from '../connectors/dynamodb/ltijs-plugin.ts';
import { sdkTable } from '../connectors/dynamodb/sdk-table.ts';
import { storesOn } from '../connectors/dynamodb/stores.ts';
import { startEmbeddedDynamoDb } from '../connectors/embedded/dynamodb.ts';
import { secretKeyVault } from '../connectors/embedded/key-vault.ts';
import { systemClock } from '../connectors/embedded/system-clock.ts';
import type { Table } from '../connectors/table.ts';
import { introducePlatforms } from '../lti-server/lti/introduce-platforms.ts';
import { platformKeys } from '../lti-server/lti/platform-keys.ts';
import { parseDocument } from './configuration/document.ts';
import { exportConfiguration, importConfiguration, type Places } from './configuration/transfer.ts';
import { helpWhenAsked } from './help.ts';

/** Registrations, deployments and policies as a file: docs/operators/restore.md. */
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
process.umask(0o077);

const usage = `npm run config -- export --to FILE [--with-keys]
npm run config -- import --from FILE [--overwrite]
  --data FOLDER   of a server on this machine that is stopped
  --table NAME    on AWS; an import needs the stack's secret as MUSTER_SECRET, to make keys for who has none
  --with-keys     the private keys too, encrypted as they are: of use where MUSTER_SECRET is the same
  --overwrite     changes registrations that are there already
`;

const options = {
  data: { type: 'string' },
  table: { type: 'string' },
  to: { type: 'string' },
  from: { type: 'string' },
  'with-keys': { type: 'boolean', default: false },
  overwrite: { type: 'boolean', default: false },
} as const;

class Misunderstood extends Error {}

const placesOn = (table: Table): Places => ({
  registrations: storesOn(table).registrations,
  keyRings: keyRingStore(table),
});

/** Tells the LTI library of those that are new, and makes keys where none came along. */
const introduce = (places: Places, table: Table, secret: string): Promise<void> => {
  const ltijs = ltijsPlugin(table);
  const vault = secretKeyVault({ current: secret, previous: [] });
  const keys = platformKeys({ ltijs, rings: places.keyRings, vault, clock: systemClock });
  return introducePlatforms(places.registrations, ltijs, keys);
};

const at = async <T>(
  data: string | undefined,
  table: string | undefined,
  use: (places: Places, table: Table) => Promise<T>,
) => {
  if ((data === undefined) === (table === undefined)) throw new Misunderstood('give --data or --table');
  if (table !== undefined) {
    const opened = sdkTable(new DynamoDBClient({}), table);
    return use(placesOn(opened), opened);
  }
  const opened = await startEmbeddedDynamoDb(join(resolve(data ?? ''), 'dynamodb'));
  try {
    return await use(placesOn(opened.table), opened.table);
  } finally {
    await opened.close();
  }
};

const run = async (args: string[]): Promise<void> => {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [command] = positionals;
  const { data, table, to, from } = values;
  if (command === 'export' && to !== undefined) {
    const now = systemClock.now();
    const document = await at(data, table, (places) =>
      exportConfiguration(places, { withKeys: values['with-keys'], now }),
    );
    await writeFile(to, `${JSON.stringify(document, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    console.log(`exported ${document.registrations.length} registrations, ${document.keyRings.length} key rings`);
  } else if (command === 'import' && from !== undefined) {
    const document = parseDocument(await readFile(from, 'utf8'));
    // A server on one machine introduces them at its next start; functions have none.
    const secret = process.env.MUSTER_SECRET;
    if (table !== undefined && secret === undefined)
      throw new Misunderstood('with --table the stack’s secret is needed: set MUSTER_SECRET');
    const done = await at(data, table, async (places, opened) => {
      const imported = await importConfiguration(places, document, values.overwrite);
      if (secret !== undefined) await introduce(places, opened, secret);
      return imported;
    });
    console.log(`made ${done.made}, overwrote ${done.overwritten}, key rings ${done.keyRings}`);
  } else throw new Misunderstood('export needs --to, import needs --from');
};

helpWhenAsked(usage);
try {
  await run(process.argv.slice(2));
  process.exit(0);
} catch (error) {
  const { name, message, code } = error as NodeJS.ErrnoException;
  console.error(name === 'DataFolderInUse' ? 'A server runs on this folder. Stop it first.' : message);
  if (!(error instanceof Misunderstood) && !String(code).startsWith('ERR_PARSE_ARGS')) process.exit(1);
  console.error(usage);
  process.exit(2);
}
