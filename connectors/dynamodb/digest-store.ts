import type { Status } from '../../core/attendance/status.ts';
import { MusterError } from '../../core/errors.ts';
import { asId, type MemberId, type SessionId } from '../../core/ids.ts';
import type { DigestStore } from '../../core/ports/record-store.ts';
import type { Table } from '../table.ts';
import { dataOf, removeItem, toItem } from './items.ts';
import { key, partition, prefix } from './keys.ts';

const letters = { present: 'P', late: 'L', absent: 'A', excused: 'E' } as const satisfies Record<Status, string>;
const statusOf = new Map<string, Status>(Object.entries(letters).map(([status, letter]) => [letter, status as Status]));

/** About 30 bytes a member: a part stays well below DynamoDB's 400 kB an item. */
const membersInPart = 5_000;

interface DigestPart {
  /** How many parts this writing has; of an older, longer one some may stand behind them and are passed over. */
  readonly parts: number;
  /** `<member>=<letter>`, joined by ",": one text is read several times faster than a map of as many entries. */
  readonly marks: string;
}

const readParts = (parts: readonly DigestPart[]): Map<MemberId, Status> => {
  const statuses = new Map<MemberId, Status>();
  for (const { marks } of parts.slice(0, parts[0]?.parts)) {
    for (const mark of marks === '' ? [] : marks.split(',')) {
      const status = statusOf.get(mark.slice(-1));
      // Left out, it would change a percentage without a word.
      if (status === undefined) throw new MusterError('RESPONSE_INVALID', { port: 'digests' });
      statuses.set(asId<MemberId>(mark.slice(0, -2)), status);
    }
  }
  return statuses;
};

/** One small item a session, more only beyond 5,000 members. A projection: whoever writes it can write it again. */
export const digestStore = (table: Table): DigestStore => ({
  async put(course, session, statuses) {
    const all = [...statuses];
    const parts = Math.max(1, Math.ceil(all.length / membersInPart));
    const items = Array.from({ length: parts }, (_, part) => {
      const some = all.slice(part * membersInPart, (part + 1) * membersInPart);
      const marks = some.map(([member, status]) => `${member}=${letters[status]}`).join(',');
      return toItem(key.digest(course, session, part), { parts, marks } satisfies DigestPart);
    });
    await table.putAll(items);
  },
  async remove(course, session) {
    const items = await table.query(partition.course(course), { prefix: prefix.digestOf(session) });
    for (const item of items.reverse()) await removeItem(table, item);
  },
  async list(course) {
    const items = await table.query(partition.course(course), { prefix: prefix.digest });
    const sessions = new Map<SessionId, DigestPart[]>();
    for (const item of items) {
      const [session = ''] = item.sk.slice(prefix.digest.length).split('#');
      const parts = sessions.get(asId(session));
      if (parts === undefined) sessions.set(asId(session), [dataOf<DigestPart>(item)]);
      else parts.push(dataOf<DigestPart>(item));
    }
    return [...sessions].map(([session, parts]) => ({ session, statuses: readParts(parts) }));
  },
});
