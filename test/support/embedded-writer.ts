import { startEmbeddedDynamoDb } from '../../connectors/embedded/dynamodb.ts';

/** A process of its own that writes without end, and says each number once it is stored. Its parent kills it. */
const [folder = ''] = process.argv.slice(2);
const { table } = await startEmbeddedDynamoDb(folder);
for (let n = 0; ; n += 1) {
  await table.put({ pk: 'written', sk: String(n).padStart(6, '0') });
  process.stdout.write(`${n}\n`);
}
