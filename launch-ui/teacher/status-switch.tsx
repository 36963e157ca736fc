import type { Status } from '../../lti-server/http/api-schema/status.ts';
import { unseen } from '../shell/unseen.ts';
import { statusOrder, statusWords } from '../status-pill.tsx';

export const statusBackgrounds = {
  present: '#1f7a3d',
  late: '#8f5200',
  absent: '#b3261e',
  excused: '#0E68B3',
} as const satisfies Record<Status, string>;

/** All four of one width, chosen or not: a row must not move under the thumb. */
const buttonStyle = (chosen: boolean, status: Status) =>
  ({
    font: 'inherit',
    fontWeight: 600,
    fontSize: '0.8125rem',
    flex: '1 1 0',
    minWidth: 0,
    minHeight: '2.75rem',
    position: 'relative',
    padding: 0,
    border: '1px solid #6b7780',
    borderRadius: 4,
    cursor: 'pointer',
    whiteSpace: 'nowrap',
    background: chosen ? statusBackgrounds[status] : '#fff',
    color: chosen ? '#fff' : '#273540',
  }) as const;

/** Letter, word and colour. Pressing the chosen one again takes it back. */
export const StatusSwitch = ({
  name,
  status: present,
  onSet,
}: {
  readonly name: string;
  readonly status: Status | null;
  readonly onSet: (status: Status) => void;
}) => (
  <fieldset
    aria-label={`Status of ${name}`}
    style={{
      display: 'flex',
      flex: '1 1 21rem',
      maxWidth: '23rem',
      gap: 4,
      border: 0,
      margin: 0,
      padding: 0,
      minWidth: 'min(100%, 19rem)',
    }}
  >
    {statusOrder.map((status) => {
      const { letter, word } = statusWords[status];
      return (
        <button
          key={status}
          type="button"
          aria-pressed={present === status}
          style={buttonStyle(present === status, status)}
          onClick={() => onSet(status)}
        >
          {letter} {word}
          <span style={unseen}>, {name}</span>
        </button>
      );
    })}
  </fieldset>
);
