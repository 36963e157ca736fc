import { Button, Heading, Table, Text, View } from '@instructure/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  type AdminSessionList,
  adminSessionList,
  type InvitationList,
  invitationList,
} from '../../lti-server/http/api-schema/admin.ts';
import { ask, tell } from '../api/client.ts';
import { count } from '../plural.ts';
import { ProblemAlert } from '../shell/page-states.tsx';
import { useNarrow } from '../shell/use-narrow.ts';
import { day, dayAndTime } from '../times.ts';
import { forgetAdminSession } from './admin-bearer.ts';

const Invitations = ({ list }: { readonly list: InvitationList }) => {
  const narrow = useNarrow();
  const cache = useQueryClient();
  const withdraw = useMutation({
    mutationFn: (id: string) => tell('DELETE', `/admin/invitations/${id}`),
    onSettled: () => cache.invalidateQueries({ queryKey: ['admin', 'invitations'] }),
  });
  return (
    <View as="section" margin="large 0 0" display="block">
      <Heading as="h2" level="h3" margin="0 0 small">
        Open invitations
      </Heading>
      {withdraw.isError && <ProblemAlert error={withdraw.error} />}
      <Table caption="Open invitations" layout={narrow ? 'stacked' : 'auto'}>
        <Table.Head>
          <Table.Row>
            <Table.ColHeader id="for">For</Table.ColHeader>
            <Table.ColHeader id="made">Made</Table.ColHeader>
            <Table.ColHeader id="until">Serves until</Table.ColHeader>
            <Table.ColHeader id="withdraw">Change</Table.ColHeader>
          </Table.Row>
        </Table.Head>
        <Table.Body>
          {list.map(({ id, name, madeAt, expiresAt }) => (
            <Table.Row key={id}>
              <Table.RowHeader>{name ?? 'An LMS without a name'}</Table.RowHeader>
              <Table.Cell>{dayAndTime(madeAt, 'UTC')} UTC</Table.Cell>
              <Table.Cell>{day(expiresAt, 'UTC')}</Table.Cell>
              <Table.Cell>
                <Button
                  size="small"
                  interaction={withdraw.isPending ? 'disabled' : 'enabled'}
                  onClick={() => withdraw.mutate(id)}
                >
                  Withdraw
                </Button>
              </Table.Cell>
            </Table.Row>
          ))}
        </Table.Body>
      </Table>
    </View>
  );
};

/** However many there are, two times say how old they are: the first and the last. */
const tellOthers = (list: AdminSessionList): string => {
  const times = list
    .filter(({ isOwn }) => !isOwn)
    .map(({ startedAt }) => startedAt)
    .sort();
  const [first, last] = [times.at(0), times.at(-1)];
  if (first === undefined || last === undefined) return 'Nobody but you.';
  const [from, to] = [first, last].map((time) => `${dayAndTime(time, 'UTC')} UTC`);
  const tabs = `You, and ${count(times.length, 'other tab')}`;
  return from === to ? `${tabs}, since ${from}.` : `${tabs}: the first since ${from}, the last since ${to}.`;
};

const SignIns = ({ list }: { readonly list: AdminSessionList }) => {
  const cache = useQueryClient();
  const end = useMutation({
    mutationFn: () => tell('DELETE', '/admin/sessions'),
    onSuccess: () => {
      forgetAdminSession();
      // What is asked next finds nobody signed in, and the page says so.
      void cache.invalidateQueries();
    },
  });
  return (
    <View as="section" margin="large 0 0" display="block" maxWidth="45rem">
      <Heading as="h2" level="h3" margin="0 0 small">
        Who is signed in here
      </Heading>
      <Text as="p">{tellOthers(list)}</Text>
      {end.isError && <ProblemAlert error={end.error} />}
      <Button interaction={end.isPending ? 'disabled' : 'enabled'} onClick={() => end.mutate()}>
        Sign out everywhere
      </Button>
    </View>
  );
};

/** What lets somebody in: invitations that still serve, and the sign-ins of administrators. */
export const OpenDoors = () => {
  const invitations = useQuery({
    queryKey: ['admin', 'invitations'],
    queryFn: () => ask(invitationList, 'GET', '/admin/invitations'),
  });
  const sessions = useQuery({
    queryKey: ['admin', 'sessions'],
    queryFn: () => ask(adminSessionList, 'GET', '/admin/sessions'),
  });
  return (
    <>
      {invitations.isError && <ProblemAlert error={invitations.error} />}
      {invitations.data !== undefined && invitations.data.length > 0 && <Invitations list={invitations.data} />}
      {sessions.data !== undefined && <SignIns list={sessions.data} />}
    </>
  );
};
