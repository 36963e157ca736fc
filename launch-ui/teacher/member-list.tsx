import { Button, Flex, Heading, Text, TextInput, View } from '@instructure/ui';
import { useState } from 'react';
import type { Board, BoardMember } from '../../lti-server/http/api-schema/board.ts';
import type { Status } from '../../lti-server/http/api-schema/status.ts';
import { MemberRow } from './member-row.tsx';
import type { MemberChange } from './undo-stack.ts';

interface Handlers {
  readonly onChange: (changes: readonly MemberChange[]) => void;
  readonly onPick: (face: string) => void;
}

/** As many as are drawn well within the blink that a change of all of them may take. */
const pageSize = 50;

const Group = ({
  title,
  members,
  ...handlers
}: Handlers & { readonly title: string; readonly members: readonly BoardMember[] }) => {
  const [shown, setShown] = useState(pageSize);
  if (members.length === 0) return null;
  return (
    <View as="section" margin="small 0 medium" display="block">
      <Heading as="h2" level="h4">
        {title} ({members.length})
      </Heading>
      <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
        {members.slice(0, shown).map((member) => (
          <MemberRow key={member.id} member={member} {...handlers} />
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
export const MemberList = ({
  board,
  byPhoto,
  ...handlers
}: Handlers & { readonly board: Board; readonly byPhoto: boolean }) => {
  const [filter, setFilter] = useState('');
  const wanted = board.members.filter(({ name }) =>
    name.toLocaleLowerCase().includes(filter.trim().toLocaleLowerCase()),
  );
  const undecided = board.members.filter(({ status }) => status === null);
  const seen = new Set(board.faces.map(({ member }) => member));
  const markRest = (status: Status) => handlers.onChange(undecided.map(({ id }) => ({ member: id, status })));
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
          <Group title="Not seen" members={wanted.filter(({ id }) => !seen.has(id))} {...handlers} />
          <Group title="Seen" members={wanted.filter(({ id }) => seen.has(id))} {...handlers} />
        </>
      ) : (
        <Group title="Everybody" members={wanted} {...handlers} />
      )}
      {wanted.length === 0 && (
        <Text as="p">{board.members.length === 0 ? 'Nobody is on the roster yet.' : 'Nobody of that name.'}</Text>
      )}
    </View>
  );
};
