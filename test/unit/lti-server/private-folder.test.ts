import { chmod, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPrivateFolder } from '../../../lti-server/private-folder.ts';

describe('the data folder', () => {
  let parent: string;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'muster-private-'));
  });
  afterEach(() => rm(parent, { recursive: true }));
  const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

  it('is made for its owner alone, with what is missing above it', async () => {
    const folder = join(parent, 'a', 'data');
    await openPrivateFolder(folder);
    expect(await modeOf(folder)).toBe(0o700);
  });

  it('is closed when others could enter it', async () => {
    await chmod(parent, 0o755);
    await openPrivateFolder(parent);
    expect(await modeOf(parent)).toBe(0o700);
  });

  it('must be a folder', async () => {
    await expect(openPrivateFolder('/dev/null/data')).rejects.toMatchObject({ code: 'ENOTDIR' });
  });
});
