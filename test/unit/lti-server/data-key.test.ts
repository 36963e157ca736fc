import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataKey, secretFor } from '../../../lti-server/data-key.ts';

const own = 'a secret of thirty-two characters, or more';
const older = 'the secret of thirty-two characters before';
const none = { current: undefined, previous: undefined };

describe('the secrets of a server', () => {
  let folder: string;
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'muster-secret-')), 'data');
  });
  afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));

  it('are made once in the data folder, readable by its owner alone', async () => {
    const first = await dataKey(folder, none);
    expect(first.current.length).toBeGreaterThanOrEqual(43);
    expect(first.previous).toEqual([]);
    expect(await dataKey(folder, none)).toEqual(first);
    expect((await stat(join(folder, 'secret.key'))).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['secret.key']);
  });

  it('are the same for all who make them at once', async () => {
    const made = await Promise.all(Array.from({ length: 10 }, () => dataKey(folder, none)));
    expect(new Set(made.map(({ current }) => current)).size).toBe(1);
  });

  it('are those given, and then nothing is written', async () => {
    expect(await dataKey(folder, { current: own, previous: undefined })).toEqual({ current: own, previous: [] });
    expect(await dataKey(folder, { current: own, previous: older })).toEqual({ current: own, previous: [older] });
    await expect(readdir(folder)).rejects.toThrow();
  });

  it('still open what the file encrypted, when one is given later', async () => {
    const { current: filed } = await dataKey(folder, none);
    expect(await dataKey(folder, { current: own, previous: older })).toEqual({
      current: own,
      previous: [older, filed],
    });
  });

  it('go back to the file, with the one given until now to open the rest', async () => {
    const { current: filed } = await dataKey(folder, none);
    expect(await dataKey(folder, { current: undefined, previous: own })).toEqual({ current: filed, previous: [own] });
  });

  it('are not made up again when the file was emptied', async () => {
    await dataKey(folder, none);
    await writeFile(join(folder, 'secret.key'), '');
    await expect(dataKey(folder, none)).rejects.toThrow('put it back from a backup');
    expect(await readFile(join(folder, 'secret.key'), 'utf8')).toBe('');
  });

  it('are another one for each use', () => {
    const uses = [secretFor('a', own), secretFor('b', own), secretFor('a', older), own];
    expect(new Set(uses).size).toBe(4);
    expect(secretFor('a', own)).toBe(secretFor('a', own));
  });
});
