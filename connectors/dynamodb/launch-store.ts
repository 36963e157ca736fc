import type { Course } from '../../core/attendance/course.ts';
import type { Registration } from '../../core/lti/registration.ts';
import type { LaunchStore } from '../../core/ports/launch-store.ts';
import type { Member } from '../../core/roster/roster.ts';
import type { Table } from '../table.ts';
import { dataOf, type Key } from './items.ts';
import { key } from './keys.ts';

export const launchStore = (table: Table): LaunchStore => ({
  async read(registration, course, member) {
    const own = key.registration(registration);
    const inCourse = course === null ? null : { course: key.course(course), member: key.member(course, member) };
    const items = await table.batchGet([own, ...(inCourse === null ? [] : [inCourse.course, inCourse.member])]);
    const at = <T>(wanted: Key | undefined): T | null => {
      const item = items.find(({ pk, sk }) => pk === wanted?.pk && sk === wanted.sk);
      return item === undefined ? null : dataOf<T>(item);
    };
    return {
      registration: at<Registration>(own),
      course: at<Course>(inCourse?.course),
      member: at<Member>(inCourse?.member),
    };
  },
});
