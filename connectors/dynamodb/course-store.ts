import type { Course } from '../../core/attendance/course.ts';
import { asId, type CourseId } from '../../core/ids.ts';
import type { CourseStore, RosterStore } from '../../core/ports/course-store.ts';
import type { Member } from '../../core/roster/roster.ts';
import type { Table } from '../table.ts';
import { dataOf, getAllData, getData, putVersion, toItem } from './items.ts';
import { key, partition, prefix } from './keys.ts';

export const courseStore = (table: Table): CourseStore => ({
  find: (id) => getData<Course>(table, key.course(id)),
  // The name goes first, and with every write: courses from before there were names get one by and by.
  async put(course) {
    await table.put(toItem(key.courseName(course.registration, course.id), null));
    await putVersion(table, key.course(course.id), course);
  },
  async listOf(registration, after, limit) {
    const page = { limit, ...(after === null ? {} : { after }) };
    const names = await table.query(partition.coursesOf(registration), page);
    const ids = names.map(({ sk }) => asId<CourseId>(sk));
    const courses = await getAllData<Course>(table, ids.map(key.course));
    courses.sort((a, b) => (a.id < b.id ? -1 : 1));
    return { courses, next: ids.length < limit ? null : (ids.at(-1) ?? null) };
  },
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
