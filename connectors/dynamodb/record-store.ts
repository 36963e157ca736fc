import type { AttendanceRecord } from '../../core/attendance/record.ts';
import type { Status } from '../../core/attendance/status.ts';
import { asId, type MemberId, type SessionId } from '../../core/ids.ts';
import type { DigestStore, RecordStore } from '../../core/ports/record-store.ts';
import type { Table } from '../table.ts';
import { dataOf, getData, putVersion, toItem } from './items.ts';
import { key, partition, prefix } from './keys.ts';

export const recordStore = (table: Table): RecordStore => ({
  async listOfSession(course, session) {
    const items = await table.query(partition.session(course, session), { prefix: prefix.record });
    return items.map((item) => dataOf<AttendanceRecord>(item));
  },
  find: (course, session, member) => getData<AttendanceRecord>(table, key.record(course, session, member)),
  async listOfMember(course, member, sessions) {
    const items = await table.batchGet(sessions.map((session) => key.record(course, session, member)));
    return items.map((item) => dataOf<AttendanceRecord>(item));
  },
  put: (course, record) => putVersion(table, key.record(course, record.session, record.member), record),
  putAll: (course, records) =>
    table.putAll(
      records.map((record) => ({
        ...toItem(key.record(course, record.session, record.member), record),
        version: record.version,
      })),
    ),
});

/** One letter a status: 5,000 members stay far below DynamoDB's 400 kB an item. */
const letters = { present: 'P', late: 'L', absent: 'A', excused: 'E' } as const satisfies Record<Status, string>;
const statusOf = new Map<string, Status>(Object.entries(letters).map(([status, letter]) => [letter, status as Status]));

export const digestStore = (table: Table): DigestStore => ({
  async put(course, session, statuses) {
    const letterOf = Object.fromEntries([...statuses].map(([member, status]) => [member, letters[status]]));
    await table.put(toItem(key.digest(course, session), letterOf));
  },
  async remove(course, session) {
    const { pk, sk } = key.digest(course, session);
    await table.remove(pk, sk);
  },
  async list(course) {
    const items = await table.query(partition.course(course), { prefix: prefix.digest });
    return items.map((item) => ({
      session: asId<SessionId>(item.sk.slice(prefix.digest.length)),
      statuses: new Map(
        Object.entries(dataOf<Record<string, string>>(item)).flatMap(([member, letter]) => {
          const status = statusOf.get(letter);
          return status === undefined ? [] : [[asId<MemberId>(member), status] as const];
        }),
      ),
    }));
  },
});
