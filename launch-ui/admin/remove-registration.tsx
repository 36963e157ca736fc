import { Button, Flex, Heading, Modal, Text, TextInput } from '@instructure/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { Registration } from '../../lti-server/http/api-schema/admin.ts';
import { tell } from '../api/client.ts';
import { ProblemAlert } from '../shell/page-states.tsx';

/** The name is typed, because there is no way back. */
const Confirmation = ({ id, name, onDismiss }: Pick<Registration, 'id' | 'name'> & { onDismiss: () => void }) => {
  const navigate = useNavigate();
  const cache = useQueryClient();
  const [typed, setTyped] = useState('');
  const remove = useMutation({
    mutationFn: () => tell('DELETE', `/admin/registrations/${id}`),
    onSuccess: () => {
      cache.removeQueries({ queryKey: ['admin', 'registration', id] });
      void cache.invalidateQueries({ queryKey: ['admin', 'registrations'] });
      void navigate('/admin', { replace: true });
    },
  });
  const ready = typed.trim() === name && !remove.isPending;
  return (
    <Modal open label="Remove this registration" size="small" onDismiss={onDismiss}>
      <Modal.Header>
        <Heading as="h2" level="h3">
          Remove this registration?
        </Heading>
      </Modal.Header>
      <Modal.Body>
        <Text as="p">
          Muster can no longer be opened from this LMS; who has it open is signed out. Its keys are deleted. Records and
          enrolments of its courses stay in the database, out of everybody’s reach.
        </Text>
        <TextInput renderLabel={`Type ${name} to go on`} value={typed} onChange={(_, value) => setTyped(value)} />
        {remove.isError && <ProblemAlert error={remove.error} />}
      </Modal.Body>
      <Modal.Footer>
        <Flex gap="small" wrap="wrap">
          <Button onClick={onDismiss}>Keep it</Button>
          <Button color="danger" interaction={ready ? 'enabled' : 'disabled'} onClick={() => remove.mutate()}>
            Remove
          </Button>
        </Flex>
      </Modal.Footer>
    </Modal>
  );
};

export const RemoveRegistration = ({ id, name }: Pick<Registration, 'id' | 'name'>) => {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button onClick={() => setAsking(true)}>Remove…</Button>
      {asking && <Confirmation id={id} name={name} onDismiss={() => setAsking(false)} />}
    </>
  );
};
