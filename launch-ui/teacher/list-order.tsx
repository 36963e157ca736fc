import { Link, Text, View } from '@instructure/ui';
import { useState } from 'react';
import type { Board } from '../../lti-server/http/api-schema/board.ts';
import { count } from '../plural.ts';
import { checkedIn } from './board-words.ts';

/**
 * Who counts as checked in for the order of the list. A row must not move under the thumb, nor a remark be lost that is being
 * written: whoever checks in meanwhile stays where they are until the teacher has the list put in order.
 */
export const useOrder = (board: Board) => {
  const here = checkedIn(board).map(({ id }) => id);
  const isOn = here.length > 0 || board.checkInClosesAt !== null;
  const [order, setOrder] = useState({ isOn, here });
  const settled = new Set(order.here);
  return {
    isOn,
    /** The list is already in the groups that check-in brings. */
    isGrouped: order.isOn,
    settled,
    since: here.filter((id) => !settled.has(id)).length,
    putInOrder: () => setOrder({ isOn, here }),
  };
};

/** Who came after the list was put in order. */
export const Since = ({ since, onOrder }: { readonly since: number; readonly onOrder: () => void }) => (
  <View as="div" margin="0 0 small" role="status">
    {since > 0 && (
      <>
        <Text>
          {count(since, 'student')} {since === 1 ? 'has' : 'have'} checked in since.{' '}
        </Text>
        <Link as="button" onClick={onOrder}>
          Put the list in order
        </Link>
      </>
    )}
  </View>
);
