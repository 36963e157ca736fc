import { maxCaptureHours } from '../../core/attendance/capture.ts';
import type { ColumnId, ColumnState } from '../../core/attendance/grade-column.ts';
import type { LedgerEntry } from '../../core/attendance/ledger.ts';
import type { CourseId } from '../../core/ids.ts';
import { day, hour, later, second } from '../../core/later.ts';
import type { GradeColumnStore } from '../../core/ports/grade-column-store.ts';
import type { LedgerStore } from '../../core/ports/ledger-store.ts';
import type { UploadTicket, UploadTicketStore } from '../../core/ports/upload-tickets.ts';
import type { LeasedTask, Leases } from '../../core/ports/work-queue.ts';
import type { Condition, Table } from '../table.ts';
import { alive, dataOf, getData, listData, putVersion, putWhere, removeWhere, takeData, toItem, ttl } from './items.ts';
import { key, partition, prefix } from './keys.ts';

/** The scores of a session's column lie beside its records. */
const ledgerOf = (course: CourseId, column: ColumnId): string =>
  column === 'attendance' ? partition.course(course) : partition.session(course, column);

export const ledgerStore = (table: Table): LedgerStore => ({
  list: (course, column = 'attendance') =>
    listData<LedgerEntry>(table, ledgerOf(course, column), { prefix: prefix.score }),
  put: (course, entry, column = 'attendance') =>
    putVersion(table, { ...key.score(course, entry.member), pk: ledgerOf(course, column) }, entry),
});

export const gradeColumnStore = (table: Table): GradeColumnStore => ({
  list: (course) => listData<ColumnState>(table, partition.course(course), { prefix: prefix.column }),
  put: (course, state) => putVersion(table, key.gradeColumn(course, state.column), state),
});

/** `task` is not there in what older releases wrote. */
interface HeldLease {
  readonly until: string;
  readonly task?: LeasedTask | null;
}

/** A lease that ran out is kept so long: whoever comes to its task next is to hear that it was abandoned. */
const abandonedMs = day;

export const leases = (table: Table): Leases => ({
  async take({ name, holder, task }, now, seconds) {
    const until = later(now, seconds * second);
    const held: HeldLease = { until, task: task && { kind: task.kind, key: task.key, stamp: task.stamp } };
    const item = { ...toItem(key.lease(name), held, { expiresAt: ttl(later(until, abandonedMs)) }), holder };
    const stored = await table.get(item.pk, item.sk);
    const others = stored === null || stored.holder === holder ? null : dataOf<HeldLease>(stored);
    if (others !== null && others.until > now) return null;
    const condition: Condition =
      stored === null ? { kind: 'absent' } : { kind: 'equals', attribute: 'stamp', value: String(stored.stamp) };
    const isTaken = await putWhere(table, { ...item, stamp: `${holder}/${until}` }, condition);
    return isTaken ? { abandoned: others?.task ?? null } : null;
  },
  release: (name, holder) =>
    removeWhere(table, key.lease(name), { kind: 'equals', attribute: 'holder', value: holder }),
});

export const uploadTicketStore = (table: Table): UploadTicketStore => ({
  async put(ticket) {
    // An upload in time may be told of hours later; readers know the exact time.
    const until = later(ticket.expiresAt, maxCaptureHours * hour);
    await table.put(toItem(key.uploadTicket(ticket.id), ticket, { expiresAt: ttl(until) }));
  },
  find: async (id, now) => alive(await getData<UploadTicket>(table, key.uploadTicket(id)), now),
  consume: async (id, now) => alive(await takeData<UploadTicket>(table, key.uploadTicket(id)), now),
});
