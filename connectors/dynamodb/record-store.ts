import type { AttendanceRecord } from '../../core/attendance/record.ts';
import type { RecordStore } from '../../core/ports/record-store.ts';
import type { Table } from '../table.ts';
import { getAllData, getData, listData, putVersion, toItem } from './items.ts';
import { key, partition, prefix } from './keys.ts';

export const recordStore = (table: Table): RecordStore => ({
  listOfSession: (course, session) =>
    listData<AttendanceRecord>(table, partition.session(course, session), { prefix: prefix.record }),
  find: (course, session, member) => getData<AttendanceRecord>(table, key.record(course, session, member)),
  listOfMember: (course, member, sessions) =>
    getAllData<AttendanceRecord>(
      table,
      sessions.map((session) => key.record(course, session, member)),
    ),
  findAll: (course, of) =>
    getAllData<AttendanceRecord>(
      table,
      of.map(({ session, member }) => key.record(course, session, member)),
    ),
  put: (course, record) => putVersion(table, key.record(course, record.session, record.member), record),
  putAll: (course, records) =>
    table.putAll(
      records.map((record) => ({
        ...toItem(key.record(course, record.session, record.member), record),
        version: record.version,
      })),
    ),
});
