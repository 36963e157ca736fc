import { startEmbeddedDynamoDb } from '../../connectors/embedded/dynamodb.ts';
import { effectPoints } from './effect-points.ts';

/** A process of its own with four effects, killed after one of them. Prints its points when it lives to the end. */
const [folder = '', killAfter = '0'] = process.argv.slice(2);
const effects = effectPoints({ killAfter: Number(killAfter), batch: 2 });
const { table: inner, close } = await startEmbeddedDynamoDb(folder);
const table = effects.table(inner);
const ask = effects.network('question', async (word: string) => `${word}!`);
await table.put({ pk: 'effects', sk: 'A#1' });
await table.putAll(['B#1', 'B#2', 'B#3'].map((sk) => ({ pk: 'effects', sk })));
await ask('there');
await table.remove('effects', 'A#1');
await close();
process.stdout.write(JSON.stringify(effects.points()));
