import { Button, Flex, Pill, Table, Text } from '@instructure/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import {
  type Draft,
  type Registration,
  type RegistrationList,
  registrationList,
} from '../../lti-server/http/api-schema/admin.ts';
import { ask } from '../api/client.ts';
import { count } from '../plural.ts';
import { Empty, PageHead, WhenThere } from '../shell/page-states.tsx';
import { useNarrow } from '../shell/use-narrow.ts';
import { OpenDoors } from './open-doors.tsx';
import { productName } from './product-words.ts';
import { Allowed } from './rights.tsx';

export const RegistrationStatePill = ({ state }: Pick<Registration, 'state'>) => (
  <Pill color={state === 'active' ? 'success' : 'danger'}>{state === 'active' ? 'On' : 'Off'}</Pill>
);

const Ways = () => {
  const navigate = useNavigate();
  return (
    <Flex gap="small" wrap="wrap">
      <Allowed verb="invite">
        <Button color="primary" onClick={() => void navigate('/admin/invite')}>
          Invite an LMS
        </Button>
      </Allowed>
      <Allowed verb="change-registration">
        <Button onClick={() => void navigate('/admin/add')}>Add by hand</Button>
      </Allowed>
    </Flex>
  );
};

const Nothing = () => (
  <Empty isPage title="No LMS is registered yet">
    <Text as="p">There are two ways, and both end the same:</Text>
    <Text as="p">
      <strong>Invite an LMS.</strong> You make a link, the administrator of the LMS pastes it there, and the two servers
      agree on the rest. Canvas and Moodle 3.10 or newer can do this.
    </Text>
    <Text as="p">
      <strong>Add by hand.</strong> Muster shows every address that the LMS asks for; you enter them there, and bring
      back the client id.
    </Text>
    <Ways />
  </Empty>
);

const waiting = ({ deployments }: Registration) => deployments.filter(({ state }) => state === 'pending').length;

const RegistrationRow = ({ registration }: { readonly registration: Registration }) => (
  <Table.Row>
    <Table.RowHeader>
      <Link to={`/admin/registrations/${registration.id}`} style={{ color: '#0E68B3' }}>
        {registration.name}
      </Link>
    </Table.RowHeader>
    <Table.Cell>{productName[registration.product]}</Table.Cell>
    <Table.Cell>
      <span style={{ overflowWrap: 'break-word' }}>{registration.issuer}</span>
    </Table.Cell>
    <Table.Cell>
      <Flex gap="x-small" wrap="wrap" alignItems="center">
        <RegistrationStatePill state={registration.state} />
        {waiting(registration) > 0 && <Text>{count(waiting(registration), 'deployment')} to approve</Text>}
      </Flex>
    </Table.Cell>
  </Table.Row>
);

const DraftRow = ({ draft: { id, name, product, issuer } }: { readonly draft: Draft }) => (
  <Table.Row>
    <Table.RowHeader>
      <Link to={`/admin/drafts/${id}`} style={{ color: '#0E68B3' }}>
        {name}
      </Link>
    </Table.RowHeader>
    <Table.Cell>{productName[product]}</Table.Cell>
    <Table.Cell>
      <span style={{ overflowWrap: 'break-word' }}>{issuer}</span>
    </Table.Cell>
    <Table.Cell>
      <Pill color="warning">Waits for its client id</Pill>
    </Table.Cell>
  </Table.Row>
);

const List = ({ list: { registrations, drafts } }: { readonly list: RegistrationList }) => {
  const narrow = useNarrow();
  if (registrations.length + drafts.length === 0) return <Nothing />;
  return (
    <>
      <PageHead title="Registrations" lead="The learning platforms that can open Muster.">
        <Ways />
      </PageHead>
      <Table caption="Registrations" layout={narrow ? 'stacked' : 'auto'} hover>
        <Table.Head>
          <Table.Row>
            <Table.ColHeader id="name">Name</Table.ColHeader>
            <Table.ColHeader id="product">Product</Table.ColHeader>
            <Table.ColHeader id="issuer">Issuer</Table.ColHeader>
            <Table.ColHeader id="state">State</Table.ColHeader>
          </Table.Row>
        </Table.Head>
        <Table.Body>
          {registrations.map((registration) => (
            <RegistrationRow key={registration.id} registration={registration} />
          ))}
          {drafts.map((draft) => (
            <DraftRow key={draft.id} draft={draft} />
          ))}
        </Table.Body>
      </Table>
    </>
  );
};

/** Where an administrator of the tool lands. */
export const RegistrationsPage = () => {
  const query = useQuery({
    queryKey: ['admin', 'registrations'],
    queryFn: () => ask(registrationList, 'GET', '/admin/registrations'),
  });
  return (
    <WhenThere query={query} what="the registrations">
      {(list) => (
        <>
          <List list={list} />
          <OpenDoors />
        </>
      )}
    </WhenThere>
  );
};
