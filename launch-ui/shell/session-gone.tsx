import { Link, Text } from '@instructure/ui';
import { Link as RouteLink } from 'react-router';
import { ApiProblem } from '../api/client.ts';
import { Empty } from './page-states.tsx';

export const isGone = (error: unknown): boolean => error instanceof ApiProblem && error.code === 'NOT_FOUND';

/** A link outlives the session that it was placed for. */
export const SessionGone = ({ back }: { readonly back: string }) => (
  <Empty isPage title="This session is not here any more">
    <Text as="p">It was removed, or it belongs to another course.</Text>
    <Text as="p">
      <Link as={RouteLink} to="/app" isWithinText={false}>
        {back}
      </Link>
    </Text>
  </Empty>
);
