import type { CommandRefused } from './api.ts';

export const help = `npm run platform -- COMMAND [options]

Registering
  invite [--name NAME]           prints a registration link for an LMS: one week, one use
  invitations                    those that still serve, by id
  withdraw INVITATION            its link registers nothing any more
  add --name NAME …              registers by hand; without --client-id it begins, and prints what to enter in the LMS
      --canvas production|beta|test           hosted Canvas
      --canvas-site URL [--issuer URL]        a Canvas of your own; its lti_iss when it was changed
      --moodle URL                            the site's address
      --issuer URL --auth-url URL --token-url URL --jwks-url URL [--token-audience URL] [--product canvas|moodle|other]
      [--client-id ID] [--deployment ID] [--trust-first-use]
  complete ID --client-id ID [--deployment ID] [--trust-first-use]
                                 finishes what add began

Looking
  list                           every registration, and what was begun
  show ID                        one, with every URL that the LMS asks for, and how it goes
  deployments ID                 its deployments and their states
  usage [ID] [--month 2026-11] [--region eu-west-1]
                                 photographs and paid calls of a month, by registration, or by session of one

Changing
  approve ID DEPLOYMENT          lets a deployment launch
  disable ID [DEPLOYMENT]        switches a registration, or one deployment, off; open pages end at once
  enable ID                      switches a registration on again
  rotate-keys ID                 makes the next key pair
  rename ID NAME
  policy ID [--policy-url URL --assessment-url URL] [--capture-hours N]
                                 where it is published what recognition means; how long class pictures live at most
  faces ID on|off                switches recognition on, which takes both links, or off
  remove ID --yes                takes a registration and its keys away; records of courses stay

Reports for other systems
  report-key ID --name NAME [--with-names]
                                 makes a key that reads the attendance of a registration's courses, and prints it once
  report-keys ID                 its keys, by id, name and first letters
  revoke-report-key ID KEY       takes one back

Signing in
  admin-link                     prints a link to the admin page: 15 minutes, one use
  admin-sessions                 who is signed in there, by time alone
  end-admin-sessions             signs everybody out

Options of all
  --data FOLDER                  the data folder (MUSTER_DATA, ./data)
  --url URL                      the server to talk to, instead of the one that runs on the data folder
  --help

Settings are read from the environment, as by the server: MUSTER_PUBLIC_URL decides the URLs that are printed.
Exit codes: 0 done, 1 refused, 2 not understood.`;

const sentences: Readonly<Record<string, string>> = {
  SESSION_EXPIRED:
    'The server did not accept the operator’s token: is this its data folder, and are both clocks right?',
  NOT_FOUND:
    'There is no such registration, draft, deployment, key or invitation. See: npm run platform -- list, or invitations',
  REGISTRATION_EXISTS: 'This issuer and client id are registered already. Nothing was changed.',
  REQUEST_INVALID: 'Something is missing or not what it should be:',
  PLATFORM_INVALID: 'This cannot be trusted as it is:',
  DEPLOYMENTS_FULL: 'This registration has as many deployments as it can hold (200).',
  POLICY_LINKS_MISSING: 'Give the links to the policy and the assessment first: npm run platform -- policy --help',
  RECORD_CHANGED: 'Somebody changed it at the same time. Say it again.',
  UNREACHABLE: 'The server does not answer:',
};

const reasons: Readonly<Record<string, string>> = {
  foreign_host: 'its host is not at the issuer’s site',
  not_https: 'it does not begin with https://',
  not_a_url: 'it is no URL',
  credentials: 'it holds a user name or a password',
  fragment: 'it has a part after #',
  query: 'it has a part after ?',
  too_long: 'it is longer than 500 characters',
};

export const refusalText = ({ code, details }: CommandRefused): string => {
  const { field, reason, url, folder } = details as Readonly<Record<string, string | undefined>>;
  const at =
    field === undefined ? (url ?? folder) : `${field}${reason === undefined ? '' : `: ${reasons[reason] ?? reason}`}`;
  return [sentences[code] ?? `Refused: ${code}.`, at].filter((part) => part !== undefined).join(' ');
};
