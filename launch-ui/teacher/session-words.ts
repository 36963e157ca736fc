import type { GradebookSummary, GradeCounts, SessionSummary } from '../../lti-server/http/api-schema/course.ts';
import type { Status } from '../../lti-server/http/api-schema/status.ts';
import { count } from '../plural.ts';

/** "26 present, 1 late, 2 absent": what is nought is left out. */
export const countsInWords = (counts: Readonly<Record<Status, number>>): string => {
  const parts = (['present', 'late', 'absent', 'excused'] as const)
    .filter((status) => counts[status] > 0)
    .map((status) => `${counts[status]} ${status}`);
  return parts.length === 0 ? 'nobody marked' : parts.join(', ');
};

export const stateInWords = ({ state, counts }: SessionSummary): string => {
  if (state === 'confirmed' && counts !== null) return countsInWords(counts);
  return state === 'confirming' ? 'being recorded' : 'not confirmed yet';
};

/** What is still open of some grades; null when the gradebook is up to date. */
export const openGrades = ({ pending, refused, changed }: GradeCounts): string | null => {
  const parts = [
    ...(pending > 0 ? [`${count(pending, 'grade')} on the way`] : []),
    ...(refused > 0 ? [`${count(refused, 'grade')} refused`] : []),
    ...(changed > 0 ? [`${count(changed, 'grade')} changed in the gradebook`] : []),
  ];
  return parts.length === 0 ? null : parts.join(', ');
};

export const gradebookInWords = ({ on, ...counts }: GradebookSummary): string =>
  on ? (openGrades(counts) ?? 'gradebook up to date') : 'no grade column';
