import { Pill } from '@instructure/ui';
import type { Status } from '../lti-server/http/api-schema/status.ts';

export const statusWords = {
  present: { letter: 'P', word: 'Present', color: 'success' },
  late: { letter: 'L', word: 'Late', color: 'warning' },
  absent: { letter: 'A', word: 'Absent', color: 'danger' },
  excused: { letter: 'E', word: 'Excused', color: 'info' },
} as const satisfies Record<Status, { letter: string; word: string; color: 'success' | 'warning' | 'danger' | 'info' }>;

export const statusOrder: readonly Status[] = ['present', 'late', 'absent', 'excused'];

/** Letter, word and colour: never colour alone. */
export const StatusPill = ({ status }: { readonly status: Status }) => {
  const { letter, word, color } = statusWords[status];
  return (
    <Pill color={color}>
      {letter} · {word}
    </Pill>
  );
};
