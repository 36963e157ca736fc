import { Heading, Table, View } from '@instructure/ui';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { type Registration, registration } from '../../lti-server/http/api-schema/admin.ts';
import { ask } from '../api/client.ts';
import { PageHead, WhenThere } from '../shell/page-states.tsx';
import { useNarrow } from '../shell/use-narrow.ts';
import { Addresses } from './addresses.tsx';
import { Deployments } from './deployments.tsx';
import { AdministeredHealth } from './health-lines.tsx';
import { InstitutionPolicy } from './institution-policy.tsx';
import { placing, productName } from './product-words.ts';
import { RecognitionPolicy } from './recognition-policy.tsx';
import { RegistrationControls } from './registration-controls.tsx';
import { RegistrationStatePill } from './registrations-page.tsx';
import { Steps } from './steps.tsx';

const Facts = ({ issuer, clientId, authUrl, tokenUrl, jwksUrl }: Registration) => {
  const narrow = useNarrow();
  const rows = [
    ['Issuer', issuer],
    ['Client id', clientId],
    ['Authorisation URL', authUrl],
    ['Token URL', tokenUrl],
    ['Key set of the LMS', jwksUrl],
  ] as const;
  return (
    <View as="section" margin="large 0 0" display="block">
      <Heading as="h2" level="h3" margin="0 0 small">
        The LMS
      </Heading>
      <Table caption="The LMS" layout={narrow ? 'stacked' : 'auto'}>
        <Table.Head>
          <Table.Row>
            <Table.ColHeader id="what">What</Table.ColHeader>
            <Table.ColHeader id="value">Value</Table.ColHeader>
          </Table.Row>
        </Table.Head>
        <Table.Body>
          {rows.map(([name, value]) => (
            <Table.Row key={name}>
              <Table.RowHeader>{name}</Table.RowHeader>
              <Table.Cell>
                <span style={{ overflowWrap: 'anywhere' }}>{value}</span>
              </Table.Cell>
            </Table.Row>
          ))}
        </Table.Body>
      </Table>
    </View>
  );
};

const Administered = ({ found }: { readonly found: Registration }) => (
  <>
    <PageHead title={found.name} lead={`${productName[found.product]}, ${found.issuer}`}>
      <RegistrationStatePill state={found.state} />
    </PageHead>
    <AdministeredHealth id={found.id} />
    <Deployments {...found} />
    <Heading as="h2" level="h3" margin="0 0 small">
      What the LMS asks for
    </Heading>
    <Addresses tool={found.tool} />
    <Steps title="Into the courses" steps={placing(found.product)} />
    <InstitutionPolicy key={JSON.stringify([found.links, found.captureHours])} {...found} />
    <RecognitionPolicy {...found} />
    <Facts {...found} />
    <RegistrationControls {...found} />
  </>
);

/** One registration, for the administrator of the tool. */
export const AdministeredPage = () => {
  const { id = '' } = useParams();
  const query = useQuery({
    queryKey: ['admin', 'registration', id],
    queryFn: () => ask(registration, 'GET', `/admin/registrations/${id}`),
  });
  return (
    <WhenThere query={query} what="this registration">
      {(found) => <Administered found={found} />}
    </WhenThere>
  );
};
