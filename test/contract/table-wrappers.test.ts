import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { startEmbeddedDynamoDb } from '../../connectors/embedded/dynamodb.ts';
import { memoryMedia } from '../../connectors/memory/media.ts';
import { memoryTable } from '../../connectors/memory/memory-table.ts';
import { countingTable } from '../support/counting-table.ts';
import { effectPoints } from '../support/effect-points.ts';

describe('a counting table', () => {
  it('counts items written and read by their kind, and queries', async () => {
    const { table, counts, reset } = countingTable(memoryTable());
    await table.put({ pk: 'p', sk: 'SESSION#1' });
    await table.putAll(['a', 'b', 'c'].map((id) => ({ pk: 'p', sk: `RECORD#${id}` })));
    await table.remove('p', 'RECORD#a');
    await table.get('p', 'COURSE');
    await table.batchGet([
      { pk: 'p', sk: 'RECORD#a' },
      { pk: 'p', sk: 'RECORD#b' },
    ]);
    await table.query('p');
    expect(counts()).toEqual({
      writes: { SESSION: 1, RECORD: 4 },
      reads: { COURSE: 1, RECORD: 2 },
      queries: 1,
      itemsWritten: 5,
      itemsRead: 3,
    });
    reset();
    expect(counts()).toEqual({ writes: {}, reads: {}, queries: 0, itemsWritten: 0, itemsRead: 0 });
  });
});

describe('effect points', () => {
  const points = ['1 put A', '2 putAll B x2', '3 putAll B x1', '4 network question', '5 remove A'];
  const run = async (folder: string, killAfter: number) => {
    const script = fileURLToPath(new URL('../support/effect-child.ts', import.meta.url));
    const args = ['--import', 'tsx', script, folder, String(killAfter)];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    const [printed, [, signal]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    return { printed, signal };
  };
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'muster-effects-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const left = async () => {
    const { table, close } = await startEmbeddedDynamoDb(folder);
    const keys = (await table.query('effects')).map(({ sk }) => sk);
    await close();
    return keys;
  };

  it('are enumerated by a run that is not killed', async () => {
    expect(await run(folder, 0)).toEqual({ printed: JSON.stringify(points), signal: null });
    expect(await left()).toEqual(['B#1', 'B#2', 'B#3']);
  });

  it('kill the process after the effect, which stays, and before the next', async () => {
    expect(await run(folder, 2)).toEqual({ printed: '', signal: 'SIGKILL' });
    expect(await left()).toEqual(['A#1', 'B#1', 'B#2']);
  });

  it('leave reads and refused conditions out, and count pictures', async () => {
    const effects = effectPoints({ killAfter: 0 });
    const table = effects.table(memoryTable());
    const media = effects.media(memoryMedia());
    await table.query('p');
    await expect(table.put({ pk: 'p', sk: 'A' }, { kind: 'present' })).rejects.toThrow();
    await media.put('captures/a.jpg', Uint8Array.of(1));
    await media.list('captures/');
    await media.erase('captures/a.jpg');
    expect(effects.points()).toEqual(['1 picture put captures', '2 picture erase captures']);
  });

  it('count a network call that failed: the other side may have done it', async () => {
    const effects = effectPoints({ killAfter: 0 });
    const failing = effects.network('score', async () => {
      throw new Error('no answer');
    });
    await expect(failing()).rejects.toThrow('no answer');
    expect(effects.points()).toEqual(['1 network score']);
  });
});
