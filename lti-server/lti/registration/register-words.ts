import type { ErrorCode, MusterError } from '../../../core/errors.ts';
import type { Product } from '../../../core/lti/registration.ts';

/** Each sentence says what happened and what to do. Administrators of an LMS read them. */
const sentences: Readonly<Partial<Record<ErrorCode, string>>> = {
  INVITATION_INVALID:
    'This registration link was used before, or is older than a week. Ask Muster’s operator for a new one.',
  ATTEMPT_INVALID:
    'This page was sent before, or has been open for more than 15 minutes. Start the registration again in your LMS.',
  REGISTRATION_EXISTS:
    'This platform is registered already, and was left as it is. Delete the tool that was just made in your LMS; to register anew, ask Muster’s operator to remove the old registration first.',
  PLATFORM_REFUSED: 'Your LMS did not accept the registration. The link is still good: start again in your LMS.',
  UNAVAILABLE: 'Your LMS could not be reached from Muster. It must answer on the public internet over https.',
  DENIED: 'Muster does not call this address: an LMS must answer on the public internet over https.',
  RESPONSE_INVALID: 'Your LMS answered something that Muster does not understand.',
  REQUEST_INVALID: 'Something in this link or form is missing. Start the registration again in your LMS.',
  TOO_MANY_REQUESTS: 'That was too much at once. Try again in a minute.',
};

const reasons: Readonly<Record<string, string>> = {
  foreign_host: 'is at a host that does not belong to the issuer',
  vanity_host: 'is not at a host of Instructure, so register this Canvas by hand',
  not_https: 'does not begin with https://',
  not_a_url: 'is no address',
  credentials: 'holds a user name or a password',
  fragment: 'has a part after #',
  query: 'has a part after ?',
  too_long: 'is too long',
  missing: 'is missing, or is not what it should be',
};

const fields: Readonly<Record<string, string>> = {
  issuer: 'The issuer',
  authUrl: 'The authorisation endpoint',
  tokenUrl: 'The token endpoint',
  tokenAudience: 'The authorisation server',
  jwksUrl: 'The key set address',
  registrationUrl: 'The registration endpoint',
  configurationUrl: 'The address of the configuration',
};

export const sentenceOf = ({ code, details }: MusterError): string => {
  if (code !== 'PLATFORM_INVALID') return sentences[code] ?? 'Something went wrong at our end. Try again.';
  const what = fields[String(details.field)] ?? `“${details.field}” in the configuration`;
  return `Muster cannot trust what this LMS says of itself. ${what} ${reasons[String(details.reason)] ?? 'is not sound'}.`;
};

/** What the LMS still wants of its administrator once we are registered. */
export const nextSteps = (product: Product, deployed: boolean): readonly string[] => {
  switch (product) {
    case 'moodle':
      return [
        'The tool is pending: under Site administration, Plugins, External tool, Manage tools, press Activate on its card.',
        'On the same card open the settings and choose whether it is shown in the activity chooser.',
        'Then add it to a course as an activity and open it once.',
      ];
    case 'canvas':
      return [
        'In the list of apps switch Muster on, and check its permissions and placements.',
        'Make it available to the account or the courses that need it: Canvas makes a deployment there.',
        'Open it once. Unless new deployments are trusted, it is approved then on Muster’s admin page.',
      ];
    case 'other':
      return [
        'Switch the tool on in your LMS and place it in a course.',
        deployed
          ? 'Open it once to see that it works.'
          : 'Open it once. Unless new deployments are trusted, it is approved then on Muster’s admin page.',
      ];
  }
};
