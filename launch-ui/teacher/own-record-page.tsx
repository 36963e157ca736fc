import { Link, Text } from '@instructure/ui';
import { Link as RouteLink } from 'react-router';
import { Empty } from '../shell/page-states.tsx';

/** A link to one's own record, opened by somebody who has none. */
export const OwnRecordPage = () => (
  <Empty isPage title="This link is for students">
    <Text as="p">
      Whoever studies here and follows it sees their own attendance, how each entry came about, and nobody else’s. You
      teach here, so there is no record of you.
    </Text>
    <Text as="p">
      <Link as={RouteLink} to="/app" isWithinText={false}>
        Go to the course
      </Link>
    </Text>
  </Empty>
);
