import { Button, Flex, Heading, Link, Modal, Text, View } from '@instructure/ui';
import { useState } from 'react';
import type { Board } from '../../lti-server/http/api-schema/board.ts';
import { count } from '../plural.ts';
import type { MemberChange } from './undo-stack.ts';

/** Takes back all statuses set by hand: also those that Undo does not reach, of an earlier visit or another teacher. */
export const ClearByHand = ({
  board,
  onChange,
}: {
  readonly board: Board;
  readonly onChange: (changes: readonly MemberChange[]) => void;
}) => {
  const [asking, setAsking] = useState(false);
  const marked = board.members.filter(({ source }) => source === 'hand');
  if (marked.length === 0) return null;
  const clear = () => {
    setAsking(false);
    onChange(marked.map(({ id, status }) => ({ member: id, status: null, before: status })));
  };
  return (
    <View as="div" margin="0 0 small">
      <Link as="button" isWithinText={false} onClick={() => setAsking(true)}>
        Clear what was marked by hand
      </Link>
      {asking && (
        <Modal open label="Clear what was marked by hand" size="small" onDismiss={() => setAsking(false)}>
          <Modal.Header>
            <Heading as="h2" level="h3">
              Clear what was marked by hand?
            </Heading>
          </Modal.Header>
          <Modal.Body>
            <Text as="p">
              {count(marked.length, 'person goes', 'people go')} back to what pictures and check-ins say, or to not
              decided. Remarks stay.
            </Text>
          </Modal.Body>
          <Modal.Footer>
            <Flex gap="small" wrap="wrap">
              <Button onClick={() => setAsking(false)}>Keep them</Button>
              <Button color="primary" onClick={clear}>
                Clear
              </Button>
            </Flex>
          </Modal.Footer>
        </Modal>
      )}
    </View>
  );
};
