import { Alert, Button, Heading, Pill, Table, Text, View } from '@instructure/ui';
import type { Deployment, Registration } from '../../lti-server/http/api-schema/admin.ts';
import { count } from '../plural.ts';
import { ProblemAlert } from '../shell/page-states.tsx';
import { useNarrow } from '../shell/use-narrow.ts';
import { day } from '../times.ts';
import { Allowed } from './rights.tsx';
import { useChange } from './use-change.ts';

const looks = {
  approved: { color: 'success', word: 'Approved' },
  pending: { color: 'warning', word: 'Waits for approval' },
  disabled: { color: 'danger', word: 'Off' },
} as const;

/** Those that wait come first. */
const inOrder = (deployments: readonly Deployment[]) =>
  [...deployments].sort((a, b) => Number(b.state === 'pending') - Number(a.state === 'pending'));

/** The places that Muster is installed at inside this LMS. */
export const Deployments = ({ id, deployments }: Registration) => {
  const narrow = useNarrow();
  const change = useChange(id);
  const first = deployments.find(({ state }) => state === 'pending');
  const waiting = deployments.filter(({ state }) => state === 'pending').length;
  const set = (deployment: string, state: 'approved' | 'disabled') =>
    change.mutate({ method: 'PUT', below: '/deployments', body: { deployment, state } });
  return (
    <View as="section" margin="0 0 large" display="block">
      <Heading as="h2" level="h3" margin="0 0 small">
        Deployments
      </Heading>
      {waiting > 0 && (
        <Alert variant="warning" hasShadow={false} margin="0 0 small">
          {count(waiting, 'deployment')} cannot be opened until you approve {waiting === 1 ? 'it' : 'them'}.
        </Alert>
      )}
      {change.isError && <ProblemAlert error={change.error} />}
      {deployments.length === 0 ? (
        <Text as="p">None yet. The first launch from the LMS enters one here.</Text>
      ) : (
        <Table caption="Deployments" layout={narrow ? 'stacked' : 'auto'}>
          <Table.Head>
            <Table.Row>
              <Table.ColHeader id="id">Deployment id</Table.ColHeader>
              <Table.ColHeader id="since">Known since</Table.ColHeader>
              <Table.ColHeader id="state">State</Table.ColHeader>
              <Table.ColHeader id="change">Change</Table.ColHeader>
            </Table.Row>
          </Table.Head>
          <Table.Body>
            {inOrder(deployments).map(({ id: deployment, state, seenAt }) => (
              <Table.Row key={deployment}>
                <Table.RowHeader>
                  <span style={{ overflowWrap: 'anywhere' }}>{deployment}</span>
                </Table.RowHeader>
                <Table.Cell>{day(seenAt, 'UTC')}</Table.Cell>
                <Table.Cell>
                  <Pill color={looks[state].color}>{looks[state].word}</Pill>
                </Table.Cell>
                <Table.Cell>
                  <Allowed verb={state === 'approved' ? 'disable' : 'change-registration'}>
                    {state === 'approved' ? (
                      <Button size="small" onClick={() => set(deployment, 'disabled')}>
                        Switch off
                      </Button>
                    ) : (
                      <Button
                        size="small"
                        color={deployment === first?.id ? 'primary' : 'secondary'}
                        onClick={() => set(deployment, 'approved')}
                      >
                        Approve
                      </Button>
                    )}
                  </Allowed>
                </Table.Cell>
              </Table.Row>
            ))}
          </Table.Body>
        </Table>
      )}
    </View>
  );
};
