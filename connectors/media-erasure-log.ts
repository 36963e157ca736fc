import { z } from 'zod';
import type { Erasure } from '../core/biometrics/erasure.ts';
import { asId, type CourseId, type MemberId } from '../core/ids.ts';
import type { ErasureLog } from '../core/ports/erasure-log.ts';
import type { Media } from '../core/ports/media.ts';

const folder = 'erasures/';

const stored = z.object({
  id: z.string(),
  at: z.string(),
  member: z.string().transform((id) => asId<MemberId>(id)),
  kind: z.enum(['face', 'course', 'enrolment']),
  course: z
    .string()
    .transform((id) => asId<CourseId>(id))
    .nullable(),
});

/** A file an erasure, beside the pictures: it is there when the table is not. Colons stand in no key. */
export const mediaErasureLog = (media: Media): ErasureLog => ({
  async add(erasure) {
    const name = `${erasure.at.replaceAll(':', '-')}_${erasure.id}.json`;
    await media.put(`${folder}${name}`, new TextEncoder().encode(JSON.stringify(erasure)));
  },
  async list(from, to) {
    const found: Erasure[] = [];
    for (const key of await media.list(folder)) {
      const bytes = await media.get(key);
      if (bytes !== null) found.push(stored.parse(JSON.parse(new TextDecoder().decode(bytes))));
    }
    return found.filter(({ at }) => at >= from && at <= to).sort((a, b) => (a.at < b.at ? -1 : 1));
  },
});

/** Writes to both, the one that outlives the other first; reads the first. */
export const keptTwice = (log: ErasureLog, copy: ErasureLog): ErasureLog => ({
  async add(erasure) {
    await copy.add(erasure);
    await log.add(erasure);
  },
  list: log.list,
});
