import type { CheckIn, CheckInPeriod, CheckInTries } from '../../core/attendance/check-in.ts';
import { day, later } from '../../core/later.ts';
import type { CheckInPeriodStore, CheckInStore } from '../../core/ports/check-in-store.ts';
import { chunks } from '../chunks.ts';
import type { Table } from '../table.ts';
import { getAllData, getData, listData, putVersion, putWhere, removeItem, toItem, ttl } from './items.ts';
import { key, partition, prefix } from './keys.ts';

/** Students see of a period that is over that they checked in; then the session's own page tells them. */
const listedDays = 1;
/** As long as a course lasts: beside a record that says otherwise it is what a student can point to. */
const keptDays = 400;

/** Items that are taken away at the same time. */
const atOnce = 25;

const listedUntil = ({ closesAt }: CheckInPeriod): string => later(closesAt, listedDays * day);

export const checkInPeriodStore = (table: Table): CheckInPeriodStore => ({
  find: (course, session) => getData<CheckInPeriod>(table, key.checkInPeriod(course, session)),
  async list(course, now) {
    const all = await listData<CheckInPeriod>(table, partition.course(course), { prefix: prefix.checkIn });
    return all.filter((period) => listedUntil(period) > now);
  },
  put: (course, period) =>
    putVersion(table, key.checkInPeriod(course, period.session), period, { expiresAt: ttl(listedUntil(period)) }),
  remove: (course, session) => removeItem(table, key.checkInPeriod(course, session)),
});

export const checkInStore = (table: Table): CheckInStore => ({
  list: (course, session) => listData<CheckIn>(table, partition.session(course, session), { prefix: prefix.checkIn }),
  listOfMember: (course, member, sessions) =>
    getAllData<CheckIn>(
      table,
      sessions.map((session) => key.checkIn(course, session, member)),
    ),
  async add(course, checkIn) {
    const own = key.checkIn(course, checkIn.session, checkIn.member);
    const item = toItem(own, checkIn, { expiresAt: ttl(later(checkIn.at, keptDays * day)) });
    if (await putWhere(table, item, { kind: 'absent' })) return checkIn;
    return (await getData<CheckIn>(table, own)) ?? checkIn;
  },
  remove: (course, session, member) => removeItem(table, key.checkIn(course, session, member)),
  async removeAll(course, session) {
    const items = await table.query(partition.session(course, session), { prefix: prefix.checkIn });
    for (const some of chunks(items, atOnce)) await Promise.all(some.map((item) => removeItem(table, item)));
  },
  findTries: (course, session, member) => getData<CheckInTries>(table, key.checkInTries(course, session, member)),
  putTries: (course, tries) =>
    putVersion(table, key.checkInTries(course, tries.session, tries.member), tries, {
      expiresAt: ttl(later(tries.period, listedDays * day)),
    }),
});
