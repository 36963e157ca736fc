import type { Course } from '../../core/attendance/course.ts';
import type { CourseStore, RosterStore } from '../../core/ports/course-store.ts';
import type { Member } from '../../core/roster/roster.ts';
import type { Table } from '../table.ts';
import { dataOf, getData, putVersion, toItem } from './items.ts';
import { key, partition, prefix } from './keys.ts';

export const courseStore = (table: Table): CourseStore => ({
  find: (id) => getData<Course>(table, key.course(id)),
  put: (course) => putVersion(table, key.course(course.id), course),
});

export const rosterStore = (table: Table): RosterStore => ({
  async read(course) {
    const [items, stored] = await Promise.all([
      table.query(partition.course(course), { prefix: prefix.member }),
      getData<Course>(table, key.course(course)),
    ]);
    return { members: items.map((item) => dataOf<Member>(item)), readAt: stored?.rosterReadAt ?? null };
  },
  findMember: (course, member) => getData<Member>(table, key.member(course, member)),
  putMembers: (course, members) => table.putAll(members.map((member) => toItem(key.member(course, member.id), member))),
});
