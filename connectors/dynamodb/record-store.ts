import type { AttendanceRecord } from '../../core/attendance/record.ts';
import type { RecordStore } from '../../core/ports/record-store.ts';
import type { Table } from '../table.ts';
import { dataOf, getData, listData, putVersion, toItem } from './items.ts';
import { key, partition, prefix } from './keys.ts';

export const recordStore = (table: Table): RecordStore => ({
  listOfSession: (course, session) =>
    listData<AttendanceRecord>(table, partition.session(course, session), { prefix: prefix.record }),
  find: (course, session, member) => getData<AttendanceRecord>(table, key.record(course, session, member)),
  listOfMember(course, member, sessions) {
    return this.findAll(
      course,
      sessions.map((session) => ({ session, member })),
    );
  },
  async findAll(course, of) {
    const items = await table.batchGet(of.map(({ session, member }) => key.record(course, session, member)));
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
