import type { Dispute } from '../../core/attendance/dispute.ts';
import type { DisputeStore } from '../../core/ports/dispute-store.ts';
import type { Table } from '../table.ts';
import { getAllData, getData, listData, putVersion } from './items.ts';
import { key, partition, prefix } from './keys.ts';

export const disputeStore = (table: Table): DisputeStore => ({
  find: (course, session, member) => getData<Dispute>(table, key.dispute(course, session, member)),
  async listOpen(course) {
    const all = await listData<Dispute>(table, partition.course(course), { prefix: prefix.dispute });
    return all.filter(({ state }) => state === 'open');
  },
  listOfSession: (course, session) =>
    listData<Dispute>(table, partition.course(course), { prefix: prefix.disputeOf(session) }),
  listOfMember: (course, member, sessions) =>
    getAllData<Dispute>(
      table,
      sessions.map((session) => key.dispute(course, session, member)),
    ),
  put: (course, dispute) => putVersion(table, key.dispute(course, dispute.session, dispute.member), dispute),
});
