import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, open, rm } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { later, minute } from '../../core/later.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { SecretStore } from '../../core/ports/registration-access.ts';
import type { ReportDownloads, ReportFiles, ReportLink } from '../../core/ports/report-files.ts';
import { mediaKey } from '../media-key.ts';
import { wholeFiles } from './whole-files.ts';

const contentTypes: Readonly<Record<string, string>> = { '.csv': 'text/csv; charset=utf-8' };

const digest = (token: string): string => createHash('sha256').update(token).digest('base64url');

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/**
 * Reports as files below one folder that this process has for itself. Their links lead to a
 * route of the tool: each serves once, and the table knows no more of it than its digest.
 */
export const fileReports = ({
  folder,
  links,
  clock,
  linkTo,
}: {
  readonly folder: string;
  readonly links: SecretStore<ReportLink>;
  readonly clock: Clock;
  linkTo(token: string): string;
}): ReportFiles & ReportDownloads => {
  const { write } = wholeFiles(folder);
  return {
    async put(key, content) {
      await write(join(folder, mediaKey(key)), async (part) => {
        await pipeline(Readable.from(content), createWriteStream(part, { mode: 0o600 }));
        const file = await open(part, 'r+');
        await file.sync().finally(() => file.close());
      });
    },
    async link(key, fileName, minutes) {
      if (!(await exists(join(folder, mediaKey(key))))) return null;
      const token = randomBytes(32).toString('base64url');
      const expiresAt = later(clock.now(), minutes * minute);
      await links.put({ digest: digest(token), expiresAt, key, fileName });
      return linkTo(token);
    },
    async erase(key) {
      await rm(join(folder, mediaKey(key)), { force: true });
    },
    async take(token) {
      const link = await links.take(digest(token), clock.now());
      if (link === null) return null;
      const path = join(folder, mediaKey(link.key));
      if (!(await exists(path))) return null;
      const contentType = contentTypes[extname(path)] ?? 'application/octet-stream';
      return { fileName: link.fileName, contentType, content: createReadStream(path) };
    },
  };
};
