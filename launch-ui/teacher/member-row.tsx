import { Button, TextInput } from '@instructure/ui';
import { memo, useState } from 'react';
import type { BoardMember } from '../../lti-server/http/api-schema/board.ts';
import type { Status } from '../../lti-server/http/api-schema/status.ts';
import { unseen } from '../shell/unseen.ts';
import { statusOrder, statusWords } from '../status-pill.tsx';
import type { MemberChange } from './undo-stack.ts';

const backgrounds = { present: '#1f7a3d', late: '#8f5200', absent: '#b3261e', excused: '#0E68B3' } as const;

const switchStyle = (chosen: boolean, status: Status) =>
  ({
    font: 'inherit',
    fontWeight: 600,
    fontSize: '0.875rem',
    minWidth: '2.25rem',
    position: 'relative',
    padding: '0.3rem 0.45rem',
    border: '1px solid #6b7780',
    borderRadius: 4,
    cursor: 'pointer',
    background: chosen ? backgrounds[status] : '#fff',
    color: chosen ? '#fff' : '#273540',
  }) as const;

const quietButton = {
  font: 'inherit',
  background: 'none',
  border: 0,
  padding: '0.2rem 0',
  color: 'inherit',
  cursor: 'pointer',
  textAlign: 'start',
} as const;

const Remark = ({ before, onSave }: { readonly before: string; readonly onSave: (remark: string | null) => void }) => {
  const [text, setText] = useState(before);
  return (
    <form
      style={{ flex: '1 1 100%', display: 'flex', gap: '0.5rem', alignItems: 'end' }}
      onSubmit={(event) => {
        event.preventDefault();
        onSave(text.trim() === '' ? null : text.trim());
      }}
    >
      <TextInput renderLabel="Remark" value={text} onChange={(_, value) => setText(value.slice(0, 500))} />
      <Button type="submit">Keep</Button>
    </form>
  );
};

interface Props {
  readonly member: BoardMember;
  readonly onChange: (changes: readonly MemberChange[]) => void;
  readonly onPick: (face: string) => void;
}

/** A person's line: native buttons, because five hundred of them must stay quick. */
export const MemberRow = memo(({ member, onChange, onPick }: Props) => {
  const [remarking, setRemarking] = useState(false);
  const { id, name, status: present, face, remark } = member;
  return (
    <li
      style={{
        display: 'flex',
        flexWrap: 'wrap',
        gap: '0.25rem 0.5rem',
        alignItems: 'center',
        padding: '0.4rem 0',
        borderBottom: '1px solid #e8eaec',
      }}
    >
      <span style={{ flex: '1 1 6rem', minWidth: 0, overflowWrap: 'anywhere' }}>
        {face === null ? (
          name
        ) : (
          <button
            type="button"
            style={{ ...quietButton, textDecoration: 'underline dotted' }}
            onClick={() => onPick(face)}
            title="Show the face in the picture"
          >
            {name}
          </button>
        )}
        {remark !== null && <small style={{ display: 'block', color: '#586874' }}>{remark}</small>}
      </span>
      <button
        type="button"
        style={{ ...quietButton, color: '#586874', padding: '0.2rem 0.4rem' }}
        aria-label={`Remark on ${name}`}
        aria-expanded={remarking}
        disabled={present === null}
        title={present === null ? 'Choose a status first' : 'Remark'}
        onClick={() => setRemarking(!remarking)}
      >
        ✎
      </button>
      <fieldset
        aria-label={`Status of ${name}`}
        style={{ display: 'flex', gap: 4, border: 0, margin: 0, padding: 0, minWidth: 0 }}
      >
        {statusOrder.map((status) => {
          const chosen = present === status;
          const { letter, word } = statusWords[status];
          return (
            <button
              key={status}
              type="button"
              aria-pressed={chosen}
              style={switchStyle(chosen, status)}
              onClick={() => onChange([{ member: id, status: chosen && member.source === 'hand' ? null : status }])}
            >
              {letter}
              {chosen ? ` · ${word}` : ''}
              <span style={unseen}>
                {chosen ? '' : ` ${word}`}, {name}
              </span>
            </button>
          );
        })}
      </fieldset>
      {remarking && (
        <Remark
          before={remark ?? ''}
          onSave={(text) => {
            setRemarking(false);
            onChange([{ member: id, status: present, remark: text }]);
          }}
        />
      )}
    </li>
  );
});
