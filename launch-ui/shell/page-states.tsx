import { Alert, Button, Flex, Heading, Link, Spinner, Text, View } from '@instructure/ui';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link as RouteLink, useLocation } from 'react-router';
import { ApiProblem } from '../api/client.ts';
import { textOf } from '../problem-text.ts';
import { unseen } from './unseen.ts';

export const Loading = ({ what }: { readonly what: string }) => (
  <View as="div" textAlign="center" padding="x-large">
    <Spinner renderTitle={`Loading ${what}`} />
  </View>
);

export const ProblemAlert = ({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) => {
  const known = error instanceof ApiProblem ? error : new ApiProblem('INTERNAL', 500, null);
  // Of several pictures that were sent together the server says which one it refused.
  const { picture } = known.details;
  return (
    <Alert variant="error" margin="small 0" hasShadow={false}>
      <Text as="p">
        {picture === undefined ? '' : `Picture ${picture}: `}
        {textOf(known.code)}
      </Text>
      {known.reference !== null && (
        <Text as="p" size="small">
          Reference {known.reference}
        </Text>
      )}
      {onRetry !== undefined && known.code !== 'SESSION_EXPIRED' && <Button onClick={onRetry}>Try again</Button>}
    </Alert>
  );
};

export const Empty = ({
  title,
  children,
  isPage = false,
}: {
  readonly title: string;
  readonly children: ReactNode;
  /** Nothing else stands on the page: its title is the page's. */
  readonly isPage?: boolean;
}) => (
  <View as="div" padding="large 0" maxWidth="40rem">
    <Heading as={isPage ? 'h1' : 'h2'} level={isPage ? 'h2' : 'h3'} margin="0 0 small">
      {title}
    </Heading>
    {children}
  </View>
);

const PageTrouble = ({
  what,
  ...problem
}: {
  readonly what: string;
  readonly error: unknown;
  readonly onRetry: () => void;
}) => {
  const { pathname } = useLocation();
  return (
    <>
      <Heading as="h1" level="h2">
        {what.charAt(0).toUpperCase() + what.slice(1)} could not be loaded
      </Heading>
      <ProblemAlert {...problem} />
      {pathname !== '/app' && (
        <Link as={RouteLink} to="/app" isWithinText={false}>
          Back to the first page
        </Link>
      )}
    </>
  );
};

/** A page is loading, in trouble, or there. */
export const WhenThere = <T,>({
  query,
  what,
  isPart = false,
  children,
}: {
  readonly query: UseQueryResult<T>;
  readonly what: string;
  /** A part of a page that has its own heading. */
  readonly isPart?: boolean;
  readonly children: (data: T) => ReactNode;
}) => {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  const retry = () => void query.refetch();
  if (query.isError && isPart) return <ProblemAlert error={query.error} onRetry={retry} />;
  if (query.isError) return <PageTrouble what={what} error={query.error} onRetry={retry} />;
  return (
    <>
      {!isPart && <h1 style={unseen}>Loading {what}</h1>}
      <Loading what={what} />
    </>
  );
};

/** The top of every page: one heading, and what can be done at its right. */
export const PageHead = ({
  title,
  lead,
  children,
}: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children?: ReactNode;
}) => (
  <Flex as="div" wrap="wrap" justifyItems="space-between" alignItems="center" margin="0 0 medium" gap="small">
    <Flex.Item shouldShrink shouldGrow size="16rem">
      <Heading as="h1" level="h2">
        {title}
      </Heading>
      {lead !== undefined && (
        <Text as="div" color="secondary">
          {lead}
        </Text>
      )}
    </Flex.Item>
    {children !== undefined && <Flex.Item>{children}</Flex.Item>}
  </Flex>
);
