import { Avatar, Button, TextInput } from '@instructure/ui';
import { memo, useState } from 'react';
import type { BoardMember } from '../../lti-server/http/api-schema/board.ts';
import { longestRemark, type Status } from '../../lti-server/http/api-schema/status.ts';
import { checkInInWords } from './board-words.ts';
import { StatusSwitch } from './status-switch.tsx';
import type { MemberChange } from './undo-stack.ts';

const quietButton = {
  font: 'inherit',
  background: 'none',
  border: 0,
  padding: 0,
  color: 'inherit',
  cursor: 'pointer',
  textAlign: 'start',
  minHeight: '2.75rem',
} as const;

const noteStyle = { display: 'block', color: '#586874' } as const;

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
      <TextInput renderLabel="Remark" value={text} onChange={(_, value) => setText(value.slice(0, longestRemark))} />
      <Button type="submit">Keep</Button>
    </form>
  );
};

export interface RowHandlers {
  readonly onChange: (changes: readonly MemberChange[]) => void;
  /** Shows where somebody is in the picture. */
  readonly onShow: (face: string) => void;
  /** Opens a face. */
  readonly onPick: (face: string) => void;
}

interface Props extends RowHandlers {
  readonly member: BoardMember;
  /** Beside a photograph the faces are the pictures; without one there are initials. */
  readonly hasInitials: boolean;
  readonly timeZone: string;
}

const Name = ({
  member: { name, face, maybe, status, checkIn, remark },
  timeZone,
  onShow,
  onPick,
}: Omit<Props, 'hasInitials'>) => (
  <span style={{ flex: '1 1 8rem', minWidth: 0, overflowWrap: 'anywhere' }}>
    {face === null ? (
      name
    ) : (
      <button
        type="button"
        style={{ ...quietButton, textDecoration: 'underline dotted' }}
        onClick={() => onShow(face)}
        title="Show the face in the picture"
      >
        {name}
      </button>
    )}
    {maybe !== null && (status === null || status === 'absent') && (
      <button
        type="button"
        style={{ ...quietButton, ...noteStyle, fontSize: '0.875rem', textDecoration: 'underline' }}
        onClick={() => onPick(maybe)}
      >
        May be in the picture: look at the face
      </button>
    )}
    {checkIn !== null && <small style={noteStyle}>{checkInInWords(checkIn, timeZone)}</small>}
    {remark !== null && <small style={noteStyle}>{remark}</small>}
  </span>
);

/** A person's line: native buttons, because five hundred of them must stay quick. */
export const MemberRow = memo(({ member, hasInitials, ...handlers }: Props) => {
  const [remarking, setRemarking] = useState(false);
  const { id, name, status, source, remark } = member;
  const byHand = source === 'hand' ? status : null;
  const set = (wanted: Status) => handlers.onChange([{ member: id, status: byHand === wanted ? null : wanted }]);
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
      {hasInitials && (
        <span aria-hidden>
          <Avatar name={name} size="x-small" />
        </span>
      )}
      <Name member={member} {...handlers} />
      <button
        type="button"
        style={{ ...quietButton, color: '#586874', minWidth: '2.75rem', textAlign: 'center' }}
        aria-label={`Remark on ${name}`}
        aria-expanded={remarking}
        title="Remark"
        onClick={() => setRemarking(!remarking)}
      >
        ✎
      </button>
      <StatusSwitch name={name} status={status} onSet={set} />
      {remarking && (
        <Remark
          before={remark ?? ''}
          onSave={(text) => {
            setRemarking(false);
            // What follows from a picture goes on following from it.
            handlers.onChange([{ member: id, status: byHand, remark: text }]);
          }}
        />
      )}
    </li>
  );
});
