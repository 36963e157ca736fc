import { readRoles } from '../lti/roles.ts';
import type { ReportedMember } from '../ports/roster-source.ts';

/**
 * The time zone that most of a course's teachers have, where the list of people tells it: whoever helps out from another
 * continent does not move the course's hours. Of several the one the course has, else the first by name. Null: nobody told.
 */
export const teachersTimeZone = (reported: readonly ReportedMember[], current: string): string | null => {
  const counts = new Map<string, number>();
  for (const { timeZone, roles, status } of reported) {
    if (timeZone === null || status !== 'Active' || readRoles(roles).role !== 'teacher') continue;
    counts.set(timeZone, (counts.get(timeZone) ?? 0) + 1);
  }
  const most = Math.max(...counts.values());
  const leading = [...counts].filter(([, count]) => count === most).map(([zone]) => zone);
  return leading.includes(current) ? current : (leading.sort()[0] ?? null);
};
