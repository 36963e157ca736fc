import { Alert, Button, Flex, Heading, Text, TextInput, View } from '@instructure/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type Registration, rotation } from '../../lti-server/http/api-schema/admin.ts';
import { ask } from '../api/client.ts';
import { ProblemAlert } from '../shell/page-states.tsx';
import { dayAndTime } from '../times.ts';
import { DeploymentPolicyChoice } from './deployment-policy.tsx';
import { RemoveRegistration } from './remove-registration.tsx';
import { Allowed } from './rights.tsx';
import { useChange } from './use-change.ts';

const Description = ({ id, name, deploymentPolicy }: Registration) => {
  const change = useChange(id);
  const [now, setNow] = useState({ name, deploymentPolicy });
  const changed = now.name !== name || now.deploymentPolicy !== deploymentPolicy;
  return (
    <form
      style={{ display: 'grid', gap: '1.25rem', maxWidth: '36rem' }}
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate({ method: 'PATCH', below: '', body: now });
      }}
    >
      <TextInput
        renderLabel="Name"
        value={now.name}
        isRequired
        maxLength={100}
        onChange={(_, value) => setNow({ ...now, name: value })}
      />
      <DeploymentPolicyChoice
        value={now.deploymentPolicy}
        onChange={(value) => setNow({ ...now, deploymentPolicy: value })}
      />
      {change.isError && <ProblemAlert error={change.error} />}
      <div>
        <Button type="submit" interaction={changed && !change.isPending ? 'enabled' : 'disabled'}>
          Save
        </Button>
      </div>
    </form>
  );
};

const Keys = ({ id }: Pick<Registration, 'id'>) => {
  const rotate = useMutation({
    mutationFn: () => ask(rotation, 'POST', `/admin/registrations/${id}/rotate-keys`, {}),
  });
  return (
    <>
      <Button interaction={rotate.isPending ? 'disabled' : 'enabled'} onClick={() => rotate.mutate()}>
        Make new keys
      </Button>
      {rotate.isError && <ProblemAlert error={rotate.error} />}
      {rotate.data !== undefined && (
        <Alert variant="success" hasShadow={false} margin="small 0">
          New keys are published; they sign from {dayAndTime(rotate.data.signsFrom, 'UTC')} UTC.
        </Alert>
      )}
    </>
  );
};

/** Name and policy; and what is seldom done. */
export const RegistrationControls = (registration: Registration) => {
  const { id, state } = registration;
  const change = useChange(id);
  const isOn = state === 'active';
  return (
    <>
      <View as="section" margin="large 0 0" display="block">
        <Heading as="h2" level="h3" margin="0 0 small">
          Settings
        </Heading>
        <Allowed verb="change-registration">
          <Description key={`${registration.name} ${registration.deploymentPolicy}`} {...registration} />
        </Allowed>
      </View>
      <View as="section" margin="large 0 0" display="block">
        <Heading as="h2" level="h3" margin="0 0 small">
          Off, keys, remove
        </Heading>
        <Text as="p">
          {isOn
            ? 'Switching it off refuses every launch and signs everybody out at once; nothing is erased.'
            : 'It is off: every launch is refused. Nothing was erased.'}
        </Text>
        {change.isError && <ProblemAlert error={change.error} />}
        <Flex gap="small" wrap="wrap" alignItems="start">
          <Allowed verb={isOn ? 'disable' : 'change-registration'}>
            <Button
              interaction={change.isPending ? 'disabled' : 'enabled'}
              onClick={() =>
                change.mutate({ method: 'PUT', below: '/state', body: { state: isOn ? 'disabled' : 'active' } })
              }
            >
              {isOn ? 'Switch off' : 'Switch on'}
            </Button>
          </Allowed>
          <Allowed verb="make-keys">
            <Keys id={id} />
          </Allowed>
          <Allowed verb="purge">
            <RemoveRegistration {...registration} />
          </Allowed>
        </Flex>
      </View>
    </>
  );
};
