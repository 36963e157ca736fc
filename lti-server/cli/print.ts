import type {
  AdminSessionList,
  Deployment,
  Draft,
  InvitationList,
  Registration,
  RegistrationList,
  ToolAddresses,
} from '../http/api-schema/admin.ts';
import type { RegistrationHealth } from '../http/api-schema/registration.ts';
import type { ReportKeyView } from '../http/api-schema/report-keys.ts';

/** What commands print. Words and ids, never a secret but the one-time links. */
const columns = (rows: readonly (readonly [string, string])[]): string => {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join('\n');
};

/** A moment, to the minute. */
export const until = (iso: string) => `${iso.slice(0, 16).replace('T', ' ')} UTC`;

export const invitationLines = (list: InvitationList): string =>
  list.length === 0
    ? 'No invitation is open.'
    : list
        .map(
          ({ id, name, madeAt, expiresAt }) => `${id}  made ${until(madeAt)}, until ${until(expiresAt)}  ${name ?? ''}`,
        )
        .join('\n');

export const sessionLines = (list: AdminSessionList): string =>
  list.length === 0
    ? 'Nobody is signed in to the admin page.'
    : list.map(({ startedAt, expiresAt }) => `signed in ${until(startedAt)}, until ${until(expiresAt)}`).join('\n');

const addresses = ({ login, launch, keys, canvasKey }: ToolAddresses): string =>
  columns([
    ['Login initiation URL', login],
    ['Redirect URI', launch],
    ['Target link URI', launch],
    ['Deep linking URL', launch],
    ['Public key set URL', keys],
    ...(canvasKey === null ? [] : ([['Developer key as JSON', canvasKey]] as const)),
  ]);

export const deploymentLines = (deployments: readonly Deployment[]): string =>
  deployments.length === 0
    ? '  none yet: the first launch from a new one enters it here'
    : deployments
        .map(({ id, state, seenAt }) => `  ${state.padEnd(8)}  ${id}  (since ${seenAt.slice(0, 10)})`)
        .join('\n');

const kindNames = { launch: 'Launches', roster: 'List of people', gradebook: 'Gradebook', keys: 'Keys' } as const;

export const healthLines = (health: RegistrationHealth): string =>
  columns(
    Object.entries(kindNames).map(([kind, name]) => {
      const { wellAt, failedAt, failedWith } = health[kind as keyof typeof kindNames];
      const ends = [
        ...(wellAt === null ? [] : [`well ${until(wellAt)}`]),
        ...(failedAt === null ? [] : [`failed ${until(failedAt)}: ${failedWith}`]),
      ];
      return [name, ends.length === 0 ? 'not yet' : ends.join('; ')];
    }),
  );

export const registrationText = (registration: Registration): string => {
  const { id, name, product, state, issuer, clientId, authUrl, tokenUrl, jwksUrl } = registration;
  const { deploymentPolicy, facesOn, links, captureHours, deployments, tool } = registration;
  return `${name}
${columns([
  ['Id', id],
  ['State', state],
  ['Product', product],
  ['Issuer', issuer],
  ['Client id', clientId],
  ['Authorisation URL', authUrl],
  ['Token URL', tokenUrl],
  ['Key set of the LMS', jwksUrl],
  ['New deployments', deploymentPolicy === 'approve' ? 'wait for approval' : 'are trusted at first use'],
  ['Recognition', facesOn ? 'on' : 'off'],
  ['Policy', links?.policy ?? 'not given'],
  ['Impact assessment', links?.assessment ?? 'not given'],
  ['Class pictures', `${captureHours} hours at most`],
])}
Deployments
${deploymentLines(deployments)}
What the LMS asks for
${addresses(tool)}`;
};

export const draftText = ({ id, name, expiresAt, tool }: Draft): string => `${name}: begun
Enter these in the LMS:
${addresses(tool)}
When it has given you a client id, and a deployment id if it shows one:
  npm run platform -- complete ${id} --client-id CLIENT_ID --deployment DEPLOYMENT_ID
The draft is kept until ${expiresAt.slice(0, 10)}.`;

const waiting = ({ deployments }: Registration): string => {
  const pending = deployments.filter(({ state }) => state === 'pending').length;
  return pending === 0 ? '' : `  ${pending} to approve`;
};

export const listText = ({ registrations, drafts }: RegistrationList): string => {
  if (registrations.length + drafts.length === 0) {
    return 'No platform is registered. Begin with: npm run platform -- invite, or npm run platform -- add --help';
  }
  return [
    ...registrations.map(
      (one) => `${one.id}  ${one.state.padEnd(8)}  ${one.product.padEnd(6)}  ${one.name}${waiting(one)}`,
    ),
    ...drafts.map((one) => `${one.id}  draft     ${one.product.padEnd(6)}  ${one.name}`),
  ].join('\n');
};

export const reportKeyLines = (keys: readonly ReportKeyView[]): string =>
  keys.length === 0
    ? '  no keys'
    : keys
        .map(
          ({ id, name, prefix, withNames, madeAt }) =>
            `  ${id}  ${prefix}…  ${withNames ? 'with names' : 'ids alone '}  ${madeAt.slice(0, 10)}  ${name}`,
        )
        .join('\n');
