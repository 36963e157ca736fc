import { Button, Flex, Heading, Link, Modal, Text } from '@instructure/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { tell } from '../api/client.ts';
import { ProblemAlert } from '../shell/page-states.tsx';

/** For a session that was opened by mistake; only as long as nothing is recorded. */
export const DeleteSession = ({ session }: { readonly session: string }) => {
  const navigate = useNavigate();
  const cache = useQueryClient();
  const [asking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => tell('DELETE', `/sessions/${session}`),
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: ['course'] });
      void navigate('/app', { replace: true });
    },
  });
  return (
    <>
      <Link as="button" isWithinText={false} onClick={() => setAsking(true)}>
        Delete this session
      </Link>
      {asking && (
        <Modal open label="Delete this session" size="small" onDismiss={() => setAsking(false)}>
          <Modal.Header>
            <Heading as="h2" level="h3">
              Delete this session?
            </Heading>
          </Modal.Header>
          <Modal.Body>
            <Text as="p">
              Its pictures, check-ins and what you have marked so far are erased. Nothing was recorded yet.
            </Text>
            {remove.isError && <ProblemAlert error={remove.error} />}
          </Modal.Body>
          <Modal.Footer>
            <Flex gap="small" wrap="wrap">
              <Button onClick={() => setAsking(false)}>Keep it</Button>
              <Button
                color="danger"
                onClick={() => remove.mutate()}
                interaction={remove.isPending ? 'disabled' : 'enabled'}
              >
                Delete
              </Button>
            </Flex>
          </Modal.Footer>
        </Modal>
      )}
    </>
  );
};
