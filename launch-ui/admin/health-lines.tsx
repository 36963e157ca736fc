import { Heading, Pill, Table, View } from '@instructure/ui';
import { useQuery } from '@tanstack/react-query';
import {
  type KindHealth,
  type RegistrationHealth,
  registrationHealth,
} from '../../lti-server/http/api-schema/registration.ts';
import { ask } from '../api/client.ts';
import { ProblemAlert } from '../shell/page-states.tsx';
import { useNarrow } from '../shell/use-narrow.ts';
import { dayAndTime } from '../times.ts';
import { failureInWords } from './health-words.ts';

const kinds = [
  ['launch', 'Launches'],
  ['roster', 'List of people'],
  ['gradebook', 'Gradebook'],
  ['keys', 'Keys and tokens'],
] as const;

const when = (at: string) => `${dayAndTime(at, 'UTC')} UTC`;

/** By what came last. */
const State = ({ wellAt, failedAt }: KindHealth) => {
  if (wellAt === null && failedAt === null) return <Pill>– Not used yet</Pill>;
  const isWell = failedAt === null || (wellAt !== null && wellAt >= failedAt);
  return isWell ? <Pill color="success">✓ Works</Pill> : <Pill color="danger">✕ Failed last</Pill>;
};

/** How it goes with this LMS, in four lines. */
export const HealthLines = ({ health }: { readonly health: RegistrationHealth }) => {
  const narrow = useNarrow();
  return (
    <View as="section" margin="0 0 large" display="block">
      <Heading as="h2" level="h3" margin="0 0 small">
        How it goes
      </Heading>
      <Table caption="How it goes" layout={narrow ? 'stacked' : 'auto'}>
        <Table.Head>
          <Table.Row>
            <Table.ColHeader id="kind">What</Table.ColHeader>
            <Table.ColHeader id="state">State</Table.ColHeader>
            <Table.ColHeader id="well">Last went well</Table.ColHeader>
            <Table.ColHeader id="failed">Last failed</Table.ColHeader>
          </Table.Row>
        </Table.Head>
        <Table.Body>
          {kinds.map(([kind, name]) => {
            const { wellAt, failedAt, failedWith } = health[kind];
            return (
              <Table.Row key={kind}>
                <Table.RowHeader>{name}</Table.RowHeader>
                <Table.Cell>
                  <State {...health[kind]} />
                </Table.Cell>
                <Table.Cell>{wellAt === null ? 'Not yet' : when(wellAt)}</Table.Cell>
                <Table.Cell>
                  {failedAt === null ? 'Never' : when(failedAt)}
                  {failedWith !== null && `: ${failureInWords(failedWith)}`}
                </Table.Cell>
              </Table.Row>
            );
          })}
        </Table.Body>
      </Table>
    </View>
  );
};

export const AdministeredHealth = ({ id }: { readonly id: string }) => {
  const query = useQuery({
    queryKey: ['admin', 'health', id],
    queryFn: () => ask(registrationHealth, 'GET', `/admin/registrations/${id}/health`),
  });
  if (query.isError) return <ProblemAlert error={query.error} />;
  return query.data === undefined ? null : <HealthLines health={query.data} />;
};
