import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { StorageMeter } from '../../core/ports/storage-meter.ts';

/** Of one folder with everything below it. Files come and go meanwhile: what is gone counts nothing. */
export const folderMeter = (folder: string): StorageMeter => ({
  async bytes() {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    let total = 0;
    for (const entry of entries) {
      if (!entry.isFile()) continue;
      total += (await stat(join(entry.parentPath, entry.name)).catch(() => ({ size: 0 }))).size;
    }
    return total;
  },
});
