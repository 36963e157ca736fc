import { Button, Flex, Heading, Text, TextInput, View } from '@instructure/ui';
import { memo, type ReactNode, useState } from 'react';
import type { Board, BoardMember } from '../../lti-server/http/api-schema/board.ts';
import type { Status } from '../../lti-server/http/api-schema/status.ts';
import { useTouchSize } from '../shell/touch-size.ts';
import { maybeInWords } from './board-words.ts';
import { ClearByHand } from './clear-by-hand.tsx';
import { Since, useOrder } from './list-order.tsx';
import { MemberRow, type RowHandlers } from './member-row.tsx';
import { restOf } from './undo-stack.ts';

/** As many as are drawn well within the blink that a change of all of them may take. */
const pageSize = 50;

interface GroupProps extends RowHandlers {
  readonly title: string;
  readonly members: readonly BoardMember[];
  readonly timeZone: string;
  readonly hasInitials?: boolean;
  readonly children?: ReactNode;
}

const Group = ({ title, members, children, hasInitials = false, ...handlers }: GroupProps) => {
  const [shown, setShown] = useState(pageSize);
  if (members.length === 0) return null;
  return (
    <View as="section" margin="small 0 medium" display="block">
      <Flex gap="small" wrap="wrap" alignItems="center" justifyItems="space-between">
        <Heading as="h2" level="h4">
          {title} ({members.length})
        </Heading>
        {children}
      </Flex>
      <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
        {members.slice(0, shown).map((member) => (
          <MemberRow key={member.id} member={member} hasInitials={hasInitials} {...handlers} />
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

interface Props extends RowHandlers {
  readonly board: Board;
  readonly byPhoto: boolean;
  readonly onMarkRest: (status: Status) => void;
}

const contradictedTitle = (byPhoto: boolean, checkedIn: boolean): string => {
  if (!checkedIn) return 'Recognised, but marked absent';
  return byPhoto ? 'Recognised or checked in, but marked absent' : 'Checked in, but marked absent';
};

const restTitle = (byPhoto: boolean, checkedIn: boolean): string => {
  if (!byPhoto) return 'Not checked in';
  return checkedIn ? 'Not seen, not checked in' : 'Not seen';
};

/** Everybody of the roster. Whoever has no face record looks like all others. */
export const MemberList = memo(({ board, byPhoto, onMarkRest, ...handlers }: Props) => {
  const { timeZone, checkInClosesAt } = board;
  const [filter, setFilter] = useState('');
  const size = useTouchSize('medium');
  const { isOn, isGrouped, settled, since, putInOrder } = useOrder(board);
  const wanted = board.members.filter(({ name }) =>
    name.toLocaleLowerCase().includes(filter.trim().toLocaleLowerCase()),
  );
  const seen = new Set(board.faces.map(({ member }) => member));
  // Where nobody proposes anything, the teacher does: all present first, then the exceptions.
  const proposes = byPhoto || isOn;
  const inGroups = byPhoto || isGrouped;
  const isThere = ({ id }: BoardMember) => seen.has(id) || settled.has(id);
  const isContradicted = (member: BoardMember) => member.status === 'absent' && isThere(member);
  const group = { ...handlers, timeZone, hasInitials: !byPhoto };
  const maybe = maybeInWords(board);
  const rest = (
    <Button
      {...size}
      onClick={() => onMarkRest(proposes ? 'absent' : 'present')}
      interaction={restOf(board).length === 0 ? 'disabled' : 'enabled'}
    >
      {proposes ? 'Mark the rest absent' : 'Mark all present'}
    </Button>
  );
  return (
    <View as="section" aria-label="People">
      <Flex gap="small" wrap="wrap" alignItems="end" margin="0 0 small">
        <TextInput renderLabel="Find a person" value={filter} onChange={(_, value) => setFilter(value)} width="14rem" />
        {!inGroups && rest}
      </Flex>
      <Since since={since} onOrder={putInOrder} />
      {inGroups ? (
        <>
          <Group
            title={contradictedTitle(byPhoto, settled.size > 0)}
            members={wanted.filter(isContradicted)}
            {...group}
          />
          <Group
            title="Seen"
            members={wanted.filter((member) => seen.has(member.id) && !isContradicted(member))}
            {...group}
          />
          <Group
            title={byPhoto ? 'Checked in, not in the pictures' : 'Checked in'}
            members={wanted.filter(
              (member) => settled.has(member.id) && !seen.has(member.id) && !isContradicted(member),
            )}
            {...group}
          />
          <Group title={restTitle(byPhoto, isOn)} members={wanted.filter((member) => !isThere(member))} {...group}>
            <div>
              {rest}
              {checkInClosesAt !== null && (
                <Text as="div" size="small" color="secondary">
                  Check-in is still open.
                </Text>
              )}
              {maybe !== null && (
                <Text as="div" size="small" color="secondary">
                  {maybe}
                </Text>
              )}
            </div>
          </Group>
        </>
      ) : (
        <Group title="Everybody" members={wanted} {...group} />
      )}
      {wanted.length === 0 && (
        <Text as="p">{board.members.length === 0 ? 'Nobody is on the roster yet.' : 'Nobody of that name.'}</Text>
      )}
      <ClearByHand board={board} onChange={handlers.onChange} />
    </View>
  );
});
