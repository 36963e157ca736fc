import {
  adminSessionList,
  draft,
  endedSessions,
  invitationList,
  oneTimeLink,
  registration,
  registrationList,
  rotation,
} from '../http/api-schema/admin.ts';
import { registrationHealth } from '../http/api-schema/registration.ts';
import { madeReportKey, reportKeyList } from '../http/api-schema/report-keys.ts';
import type { AdminApi } from './api.ts';
import { type PlatformOptions, platformOf, UsageError } from './platform-options.ts';
import {
  deploymentLines,
  draftText,
  healthLines,
  invitationLines,
  listText,
  registrationText,
  reportKeyLines,
  sessionLines,
  until,
} from './print.ts';
import { usageText } from './usage.ts';

export interface Options extends PlatformOptions {
  readonly name?: string | undefined;
  readonly 'client-id'?: string | undefined;
  readonly deployment?: string | undefined;
  readonly 'trust-first-use'?: boolean | undefined;
  readonly 'policy-url'?: string | undefined;
  readonly 'assessment-url'?: string | undefined;
  readonly 'capture-hours'?: string | undefined;
  readonly yes?: boolean | undefined;
  readonly 'with-names'?: boolean | undefined;
  readonly month?: string | undefined;
  readonly region?: string | undefined;
}

/** Answers what to print. @throws UsageError, CommandRefused */
export type Command = (api: AdminApi, words: readonly string[], options: Options) => Promise<string>;

const need = (value: string | undefined, what: string): string => {
  if (value === undefined || value.trim() === '') throw new UsageError(`${what} is missing.`);
  return value;
};

const at = (words: readonly string[], below = ''): string =>
  `/registrations/${encodeURIComponent(need(words[0], 'The id of the registration'))}${below}`;

const completion = (options: Options) => ({
  clientId: need(options['client-id'], '--client-id'),
  deployment: options.deployment ?? null,
  deploymentPolicy: options['trust-first-use'] === true ? 'trust-first-use' : 'approve',
});

const add: Command = async (api, _words, options) => {
  const given = { name: need(options.name, '--name'), platform: platformOf(options) };
  if (options['client-id'] === undefined) return draftText(await api.ask(draft, 'POST', '/drafts', given));
  return registrationText(await api.ask(registration, 'POST', '/registrations', { ...given, ...completion(options) }));
};

const complete: Command = async (api, words, options) => {
  const id = encodeURIComponent(need(words[0], 'The id of the draft'));
  return registrationText(await api.ask(registration, 'POST', `/drafts/${id}/complete`, completion(options)));
};

const invite: Command = async (api, _words, { name }) => {
  const { url, expiresAt } = await api.ask(oneTimeLink, 'POST', '/invitations', { name: name ?? null });
  return `Give this link to the LMS (Canvas: Dynamic Registration; Moodle: Manage tools, Tool URL):
  ${url}
It serves once, until ${until(expiresAt)}.`;
};

const adminLink: Command = async (api) => {
  const { url, expiresAt } = await api.ask(oneTimeLink, 'POST', '/links', {});
  return `Open this in a browser:
  ${url}
It serves once, until ${until(expiresAt)}. Who opens it is signed in for eight hours.`;
};

const setState =
  (state: 'active' | 'disabled'): Command =>
  async (api, words) => {
    const after = await api.ask(registration, 'PUT', at(words, '/state'), { state });
    return `${after.name} is ${state === 'active' ? 'on' : 'off; its open pages have ended'}.`;
  };

const setDeployment =
  (state: 'approved' | 'disabled'): Command =>
  async (api, words) => {
    const deployment = need(words[1], 'The id of the deployment');
    const after = await api.ask(registration, 'PUT', at(words, '/deployments'), { deployment, state });
    return `${after.name}\n${deploymentLines(after.deployments)}`;
  };

/** What is not said stays as it is. */
const policy: Command = async (api, words, options) => {
  const { links, captureHours } = await api.ask(registration, 'GET', at(words));
  const [policyUrl, assessmentUrl] = [options['policy-url'], options['assessment-url']];
  const hours = options['capture-hours'];
  const isSaid = policyUrl !== undefined || assessmentUrl !== undefined;
  const wanted = {
    links: isSaid
      ? {
          policy: need(policyUrl ?? links?.policy, '--policy-url'),
          assessment: need(assessmentUrl ?? links?.assessment, '--assessment-url'),
        }
      : links,
    captureHours: hours === undefined ? captureHours : Number(hours),
  };
  return registrationText(await api.ask(registration, 'PUT', at(words, '/policy'), wanted));
};

const faces: Command = async (api, words) => {
  const wanted = words[1];
  if (wanted !== 'on' && wanted !== 'off') throw new UsageError('Say on or off after the id.');
  const after = await api.ask(registration, 'PUT', at(words, '/faces'), { on: wanted === 'on' });
  return `Recognition is ${after.facesOn ? 'on' : 'off'} for ${after.name}.`;
};

const show: Command = async (api, words) => {
  const [found, health] = [
    await api.ask(registration, 'GET', at(words)),
    await api.ask(registrationHealth, 'GET', at(words, '/health')),
  ];
  return `${registrationText(found)}\nHow it goes\n${healthLines(health)}`;
};

const disable: Command = (api, words, options) =>
  (words[1] === undefined ? setState('disabled') : setDeployment('disabled'))(api, words, options);

const remove: Command = async (api, words, { yes }) => {
  const { name } = await api.ask(registration, 'GET', at(words));
  if (yes !== true) {
    throw new UsageError(`This takes “${name}” and its keys away, and ends its open pages. Say it with --yes.`);
  }
  await api.tell('DELETE', at(words));
  return `${name} is gone. Records of its courses are kept; take the tool out of the LMS as well.`;
};

const reportKey: Command = async (api, words, options) => {
  const wanted = { name: need(options.name, '--name'), withNames: options['with-names'] === true };
  const made = await api.ask(madeReportKey, 'POST', at(words, '/report-keys'), wanted);
  return `The key, shown this once; send it as the header x-report-key:
  ${made.key}
${reportKeyLines([made])}`;
};

const revokeReportKey: Command = async (api, words) => {
  await api.tell('DELETE', at(words, `/report-keys/${encodeURIComponent(need(words[1], 'The id of the key'))}`));
  return 'The key opens nothing any more.';
};

export const commands: Readonly<Record<string, Command>> = {
  invite,
  add,
  complete,
  list: async (api) => listText(await api.ask(registrationList, 'GET', '/registrations')),
  show,
  deployments: async (api, words) => deploymentLines((await api.ask(registration, 'GET', at(words))).deployments),
  approve: setDeployment('approved'),
  disable,
  enable: setState('active'),
  'rotate-keys': async (api, words) => {
    const { signsFrom } = await api.ask(rotation, 'POST', at(words, '/rotate-keys'), {});
    return `The next key signs from ${until(signsFrom)}.`;
  },
  rename: async (api, words) => {
    const name = need(words.slice(1).join(' '), 'The name');
    return `It is called ${(await api.ask(registration, 'PATCH', at(words), { name })).name} now.`;
  },
  policy,
  faces,
  remove,
  invitations: async (api) => invitationLines(await api.ask(invitationList, 'GET', '/invitations')),
  withdraw: async (api, words) => {
    await api.tell('DELETE', `/invitations/${encodeURIComponent(need(words[0], 'The id of the invitation'))}`);
    return 'It is withdrawn: its link registers nothing any more.';
  },
  'report-key': reportKey,
  'report-keys': async (api, words) =>
    reportKeyLines((await api.ask(reportKeyList, 'GET', at(words, '/report-keys'))).keys),
  'revoke-report-key': revokeReportKey,
  usage: (api, words, options) => usageText(api, words[0], options),
  'admin-link': adminLink,
  'admin-sessions': async (api) => sessionLines(await api.ask(adminSessionList, 'GET', '/sessions')),
  'end-admin-sessions': async (api) => {
    const { ended } = await api.ask(endedSessions, 'DELETE', '/sessions');
    return `${ended === 1 ? 'One sign-in has' : `${ended} sign-ins have`} ended, with the very next request.`;
  },
};
