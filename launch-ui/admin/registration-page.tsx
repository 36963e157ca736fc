import { Heading, List, Pill, Table, Text, View } from '@instructure/ui';
import { useQuery } from '@tanstack/react-query';
import { registrationPage } from '../../lti-server/http/api-schema/registration.ts';
import { ask } from '../api/client.ts';
import { count } from '../plural.ts';
import { PageHead, WhenThere } from '../shell/page-states.tsx';
import { day } from '../times.ts';
import { HealthLines } from './health-lines.tsx';

const Row = ({ name, children }: { readonly name: string; readonly children: React.ReactNode }) => (
  <Table.Row>
    <Table.RowHeader>{name}</Table.RowHeader>
    <Table.Cell>
      <span style={{ overflowWrap: 'anywhere' }}>{children}</span>
    </Table.Cell>
  </Table.Row>
);

/** What an administrator's launch may see: this registration, read-only. */
export const RegistrationPage = () => {
  const query = useQuery({ queryKey: ['registration'], queryFn: () => ask(registrationPage, 'GET', '/registration') });
  return (
    <WhenThere query={query} what="the registration">
      {(page) => (
        <>
          <PageHead
            title={page.name}
            lead="How Muster is registered with this learning platform. Changes are made by the operator."
          >
            <Pill color={page.state === 'active' ? 'success' : 'danger'}>
              {page.state === 'active' ? 'Active' : 'Switched off'}
            </Pill>
          </PageHead>
          <HealthLines health={page.health} />
          <Table caption="Registration" layout="auto">
            <Table.Head>
              <Table.Row>
                <Table.ColHeader id="what">What</Table.ColHeader>
                <Table.ColHeader id="value">Value</Table.ColHeader>
              </Table.Row>
            </Table.Head>
            <Table.Body>
              <Row name="Issuer">{page.issuer}</Row>
              <Row name="Client id">{page.clientId}</Row>
              <Row name="Deployments">
                {page.deployments.map(({ id, state }) => (state === 'approved' ? id : `${id} (${state})`)).join(', ') ||
                  'None yet'}
              </Row>
              <Row name="Login initiation URL">{page.urls.login}</Row>
              <Row name="Redirect and launch URL">{page.urls.launch}</Row>
              <Row name="Public keys URL">{page.urls.jwks}</Row>
              <Row name="Recognition of faces">
                {page.facesOn
                  ? `On${page.facesTurnedOnAt === null ? '' : `, since ${day(page.facesTurnedOnAt, 'UTC')}`}`
                  : 'Off'}
              </Row>
              <Row name="Policy that students can read">{page.links?.policy ?? 'Not given'}</Row>
              <Row name="Impact assessment">{page.links?.assessment ?? 'Not given'}</Row>
              <Row name="Class pictures are erased">
                When the teacher confirms, after {count(page.captureHours, 'hour')} at most
              </Row>
            </Table.Body>
          </Table>
          <View as="div" margin="large 0 0">
            <Heading as="h2" level="h3" margin="0 0 small">
              Who can do what
            </Heading>
            <List>
              <List.Item>Teachers and teaching assistants take attendance; teachers set the grade column.</List.Item>
              <List.Item>Students see their own record, and say yes or no to recognition.</List.Item>
              <List.Item>
                <Text>Administrators of the site see this page and nothing of any course.</Text>
              </List.Item>
            </List>
          </View>
        </>
      )}
    </WhenThere>
  );
};
