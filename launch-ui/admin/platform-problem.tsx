import { Alert } from '@instructure/ui';
import { ApiProblem } from '../api/client.ts';
import { ProblemAlert } from '../shell/page-states.tsx';

const fields: Readonly<Record<string, string>> = {
  issuer: 'The issuer',
  authUrl: 'The authorisation URL',
  tokenUrl: 'The token URL',
  jwksUrl: 'The key set URL',
  siteUrl: 'The address of the site',
};

const reasons: Readonly<Record<string, string>> = {
  foreign_host: 'is at a host that is not the issuer’s. All of an LMS must be at one site.',
  not_https: 'must begin with https://',
  not_a_url: 'is no address. It begins with https://',
  credentials: 'holds a user name or a password. Take it out.',
  fragment: 'has a part after #. Take it out.',
  query: 'has a part after ?. Take it out.',
  too_long: 'is longer than 500 characters.',
};

/** What is wrong with what was entered: the field and the rule, in words. */
export const PlatformProblem = ({ error }: { readonly error: unknown }) => {
  const details = error instanceof ApiProblem && error.code === 'PLATFORM_INVALID' ? error.details : {};
  const [field, reason] = [fields[String(details.field)], reasons[String(details.reason)]];
  if (field === undefined || reason === undefined) return <ProblemAlert error={error} />;
  return (
    <Alert variant="error" hasShadow={false} margin="small 0">
      {field} {reason}
    </Alert>
  );
};
