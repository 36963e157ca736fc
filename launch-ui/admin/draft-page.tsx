import { Button, Flex, Heading, Link, Text, TextInput, View } from '@instructure/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { type DeploymentPolicy, type Draft, draft, registration } from '../../lti-server/http/api-schema/admin.ts';
import { ask, tell } from '../api/client.ts';
import { PageHead, ProblemAlert, WhenThere } from '../shell/page-states.tsx';
import { day } from '../times.ts';
import { Addresses } from './addresses.tsx';
import { DeploymentPolicyChoice } from './deployment-policy.tsx';
import { entering } from './product-words.ts';
import { Allowed } from './rights.tsx';
import { Steps } from './steps.tsx';

const Completion = ({ id }: { readonly id: string }) => {
  const navigate = useNavigate();
  const cache = useQueryClient();
  const [clientId, setClientId] = useState('');
  const [deployment, setDeployment] = useState('');
  const [deploymentPolicy, setPolicy] = useState<DeploymentPolicy>('approve');
  const leave = (path: string) => {
    void cache.invalidateQueries({ queryKey: ['admin', 'registrations'] });
    void navigate(path, { replace: true });
  };
  const complete = useMutation({
    mutationFn: () =>
      ask(registration, 'POST', `/admin/drafts/${id}/complete`, {
        clientId,
        deployment: deployment.trim() === '' ? null : deployment,
        deploymentPolicy,
      }),
    onSuccess: (made) => {
      cache.setQueryData(['admin', 'registration', made.id], made);
      leave(`/admin/registrations/${made.id}`);
    },
  });
  const discard = useMutation({
    mutationFn: () => tell('DELETE', `/admin/drafts/${id}`),
    onSuccess: () => leave('/admin'),
  });
  return (
    <View as="section" margin="large 0 0" display="block">
      <Heading as="h2" level="h3" margin="0 0 small">
        What the LMS gave you
      </Heading>
      <Allowed verb="change-registration">
        <form
          style={{ display: 'grid', gap: '1.25rem', maxWidth: '36rem' }}
          onSubmit={(event) => {
            event.preventDefault();
            complete.mutate();
          }}
        >
          <TextInput
            renderLabel="Client id"
            value={clientId}
            isRequired
            maxLength={255}
            onChange={(_, value) => setClientId(value)}
          />
          <TextInput
            renderLabel="Deployment id, if it shows one"
            value={deployment}
            maxLength={255}
            onChange={(_, value) => setDeployment(value)}
          />
          <DeploymentPolicyChoice value={deploymentPolicy} onChange={setPolicy} />
          {complete.isError && <ProblemAlert error={complete.error} />}
          {discard.isError && <ProblemAlert error={discard.error} />}
          <Flex gap="medium" wrap="wrap" alignItems="center">
            <Button type="submit" color="primary" interaction={complete.isPending ? 'disabled' : 'enabled'}>
              Register
            </Button>
            <Link as="button" type="button" isWithinText={false} onClick={() => discard.mutate()}>
              Discard this
            </Link>
          </Flex>
        </form>
      </Allowed>
    </View>
  );
};

const Begun = ({ begun: { id, name, product, tool, expiresAt } }: { readonly begun: Draft }) => (
  <>
    <PageHead
      title={name}
      lead={`Enter these addresses in the LMS, and bring back its client id. This is kept until ${day(expiresAt, 'UTC')}.`}
    />
    <Addresses tool={tool} />
    <Steps title="In the LMS" steps={entering(product, tool)} />
    <Completion id={id} />
    <View as="div" margin="medium 0 0">
      <Text color="secondary">Nothing can be opened with this until it is registered.</Text>
    </View>
  </>
);

/** A registration by hand that waits for its client id. */
export const DraftPage = () => {
  const { id = '' } = useParams();
  const query = useQuery({
    queryKey: ['admin', 'draft', id],
    queryFn: () => ask(draft, 'GET', `/admin/drafts/${id}`),
  });
  return (
    <WhenThere query={query} what="this registration">
      {(begun) => <Begun begun={begun} />}
    </WhenThere>
  );
};
