import { Button, Flex, Heading, Text, TextInput, View } from '@instructure/ui';
import { memo, useState } from 'react';
import type { BoardMember } from '../../lti-server/http/api-schema/board.ts';
import type { Status } from '../../lti-server/http/api-schema/status.ts';
import { statusOrder, statusWords } from '../status-pill.tsx';
import type { MemberChange } from './undo-stack.ts';

const backgrounds = { present: '#1f7a3d', late: '#8f5200', absent: '#b3261e', excused: '#0E68B3' } as const;

const switchStyle = (chosen: boolean, status: Status) =>
  ({
    font: 'inherit',
    fontWeight: 600,
    fontSize: '0.875rem',
    minWidth: '2.25rem',
    padding: '0.3rem 0.45rem',
    border: '1px solid #6b7780',
    borderRadius: 4,
    cursor: 'pointer',
    background: chosen ? backgrounds[status] : '#fff',
    color: chosen ? '#fff' : '#273540',
  }) as const;

interface RowProps {
  readonly member: BoardMember;
  readonly onChange: (change: MemberChange) => void;
}

/** A person's line: native buttons, because five hundred of them must stay quick. */
const Row = memo(({ member, onChange }: RowProps) => (
  <li
    style={{
      display: 'flex',
      flexWrap: 'wrap',
      gap: '0.35rem 0.75rem',
      alignItems: 'center',
      padding: '0.4rem 0',
      borderBottom: '1px solid #e8eaec',
    }}
  >
    <span style={{ flex: '1 1 9rem', minWidth: 0, overflowWrap: 'anywhere' }}>{member.name}</span>
    <fieldset
      aria-label={`Status of ${member.name}`}
      style={{ display: 'flex', gap: 4, border: 0, margin: 0, padding: 0 }}
    >
      {statusOrder.map((status) => {
        const chosen = member.status === status;
        const { letter, word } = statusWords[status];
        return (
          <button
            key={status}
            type="button"
            aria-pressed={chosen}
            aria-label={`${member.name}: ${word}`}
            style={switchStyle(chosen, status)}
            onClick={() => onChange({ member: member.id, status: chosen && member.source === 'hand' ? null : status })}
          >
            {letter}
            {chosen ? ` · ${word}` : ''}
          </button>
        );
      })}
    </fieldset>
  </li>
));

interface Props {
  readonly members: readonly BoardMember[];
  readonly byPhoto: boolean;
  readonly onChange: (changes: readonly MemberChange[]) => void;
}

const pageSize = 100;

const Group = ({
  title,
  members,
  onChange,
}: {
  title: string;
  members: readonly BoardMember[];
  onChange: Props['onChange'];
}) => {
  const [shown, setShown] = useState(pageSize);
  if (members.length === 0) return null;
  return (
    <View as="section" margin="small 0 medium" display="block">
      <Heading as="h3" level="h4">
        {title} ({members.length})
      </Heading>
      <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
        {members.slice(0, shown).map((member) => (
          <Row key={member.id} member={member} onChange={(change) => onChange([change])} />
        ))}
      </ul>
      {members.length > shown && (
        <Button margin="small 0" onClick={() => setShown(shown + pageSize)}>
          Show {Math.min(pageSize, members.length - shown)} more
        </Button>
      )}
    </View>
  );
};

/** Everybody of the roster. Whoever has no face record looks like all others. */
export const MemberList = ({ members, byPhoto, onChange }: Props) => {
  const [filter, setFilter] = useState('');
  const wanted = members.filter(({ name }) => name.toLocaleLowerCase().includes(filter.toLocaleLowerCase()));
  const undecided = members.filter(({ status }) => status === null);
  const markRest = (status: Status) => onChange(undecided.map(({ id }) => ({ member: id, status })));
  return (
    <View as="section" aria-label="People">
      <Flex gap="small" wrap="wrap" alignItems="end" margin="0 0 small">
        <TextInput renderLabel="Find a person" value={filter} onChange={(_, value) => setFilter(value)} width="14rem" />
        <Button
          onClick={() => markRest(byPhoto ? 'absent' : 'present')}
          interaction={undecided.length === 0 ? 'disabled' : 'enabled'}
        >
          {byPhoto ? 'Mark the rest absent' : 'Mark all present'}
        </Button>
      </Flex>
      {byPhoto ? (
        <>
          <Group title="Not decided" members={wanted.filter(({ status }) => status === null)} onChange={onChange} />
          <Group title="Decided" members={wanted.filter(({ status }) => status !== null)} onChange={onChange} />
        </>
      ) : (
        <Group title="Everybody" members={wanted} onChange={onChange} />
      )}
      {wanted.length === 0 && <Text as="p">Nobody of that name.</Text>}
    </View>
  );
};
