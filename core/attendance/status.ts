export const statuses = ['present', 'late', 'absent', 'excused'] as const;
export type Status = (typeof statuses)[number];

export type StatusCounts = Readonly<Record<Status, number>>;

export const countStatuses = (given: Iterable<Status>): StatusCounts => {
  const counts: Record<Status, number> = { present: 0, late: 0, absent: 0, excused: 0 };
  for (const status of given) counts[status] += 1;
  return counts;
};
