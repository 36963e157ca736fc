import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileMedia } from '../../connectors/files/media.ts';
import { memoryMedia } from '../../connectors/memory/media.ts';
import type { Media } from '../../core/ports/media.ts';
import { inS3rver, inVersionedBucket } from '../support/buckets.ts';

const inFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'muster-media-'));
  return { media: fileMedia(folder), close: () => rm(folder, { recursive: true }) };
};
const inMemory = async () => ({ media: memoryMedia(), close: async () => {} });
const adapters: [string, () => Promise<{ media: Media; close(): Promise<void> }>][] = [
  ['files', inFolder],
  ['memory', inMemory],
  ['S3 (s3rver, without versions)', inS3rver],
  ['S3 (with versions)', inVersionedBucket],
];

const bytes = (...values: number[]) => Uint8Array.from(values);
const read = async (media: Media, key: string) => {
  const got = await media.get(key);
  return got === null ? null : [...got];
};

describe.each(adapters)('pictures in %s', (_, open) => {
  let media: Media;
  let close: () => Promise<void>;
  beforeEach(async () => ({ media, close } = await open()));
  afterEach(() => close());

  it('gets what was put, and null where nothing is', async () => {
    await media.put('captures/c_1/s1/a.jpg', bytes(1, 2, 255));
    expect(await read(media, 'captures/c_1/s1/a.jpg')).toEqual([1, 2, 255]);
    expect(await media.get('captures/c_1/s1/b.jpg')).toBeNull();
    expect(await media.get('captures/c_1')).toBeNull();
  });

  it('puts the newer picture in place of the older', async () => {
    await media.put('a.jpg', bytes(1, 2, 3));
    await media.put('a.jpg', bytes(9));
    expect(await read(media, 'a.jpg')).toEqual([9]);
    expect(await media.list('a')).toEqual(['a.jpg']);
  });

  it('keeps its own copy of the bytes', async () => {
    const given = bytes(1);
    await media.put('a.jpg', given);
    given[0] = 2;
    expect(await read(media, 'a.jpg')).toEqual([1]);
  });

  it('erases, and has nothing to do for what is gone or never was', async () => {
    await media.put('x/a.jpg', bytes(1));
    await media.erase('x/a.jpg');
    await media.erase('x/a.jpg');
    await media.erase('never/was.jpg');
    expect(await media.get('x/a.jpg')).toBeNull();
    expect(await media.list('x/')).toEqual([]);
  });

  it('lists by prefix: folders below it, the middle of a name, and none of the neighbours', async () => {
    for (const key of ['p/c_1/s1/a.jpg', 'p/c_1/s1/b.jpg', 'p/c_1/s10/a.jpg', 'p/c_2/s1/a.jpg', 'q/a.jpg']) {
      await media.put(key, bytes(1));
    }
    expect(await media.list('p/c_1/s1/')).toEqual(['p/c_1/s1/a.jpg', 'p/c_1/s1/b.jpg']);
    expect(await media.list('p/c_1/s1')).toEqual(['p/c_1/s1/a.jpg', 'p/c_1/s1/b.jpg', 'p/c_1/s10/a.jpg']);
    expect(await media.list('p/c_1/')).toHaveLength(3);
    expect(await media.list('nothing/here/')).toEqual([]);
  });

  it.each([
    '../a',
    'a/../../b',
    '/etc/passwd',
    'a//b',
    './a',
    'a/./b',
    '.hidden',
    'a\\b',
    'a b',
    'a\0b',
    '',
    'a/',
    '~',
  ])('refuses the key %j', async (key) => {
    const refused = { code: 'REQUEST_INVALID' };
    await expect(media.put(key, bytes(1))).rejects.toMatchObject(refused);
    await expect(media.get(key)).rejects.toMatchObject(refused);
    await expect(media.erase(key)).rejects.toMatchObject(refused);
  });

  it.each(['../', '', '/', 'a//', 'a/../'])('refuses the prefix %j', async (prefix) => {
    await expect(media.list(prefix)).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
  });

  it('of parallel puts to one key leaves one whole picture', async () => {
    const puts = Array.from({ length: 8 }, (_, n) => media.put('a.jpg', new Uint8Array(50_000).fill(n)));
    await Promise.all(puts);
    const kept = (await media.get('a.jpg')) ?? bytes();
    expect(kept).toHaveLength(50_000);
    expect(new Set(kept).size).toBe(1);
  });
});

describe('pictures in files', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'muster-media-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('are there for the next process', async () => {
    await fileMedia(folder).put('x/a.jpg', bytes(7));
    expect(await read(fileMedia(folder), 'x/a.jpg')).toEqual([7]);
  });

  it('are never left half-written: the next process sweeps what one that died left', async () => {
    await mkdir(join(folder, '.unfinished'));
    await writeFile(join(folder, '.unfinished', 'half-a-picture'), 'x');
    const media = fileMedia(folder);
    await media.put('a.jpg', bytes(1));
    expect(await readdir(join(folder, '.unfinished'))).toEqual([]);
    expect(await media.list('a')).toEqual(['a.jpg']);
  });
});
