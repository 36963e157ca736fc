import { draft, oneTimeLink, registration, registrationList, rotation } from '../http/api-schema/admin.ts';
import type { AdminApi } from './api.ts';
import { type PlatformOptions, platformOf, UsageError } from './platform-options.ts';
import { deploymentLines, draftText, listText, registrationText } from './print.ts';
import { usageText } from './usage.ts';

export interface Options extends PlatformOptions {
  readonly name?: string | undefined;
  readonly 'client-id'?: string | undefined;
  readonly deployment?: string | undefined;
  readonly 'trust-first-use'?: boolean | undefined;
  readonly yes?: boolean | undefined;
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

const until = (iso: string) => `${iso.slice(0, 16).replace('T', ' ')} UTC`;

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

export const commands: Readonly<Record<string, Command>> = {
  invite,
  add,
  complete,
  list: async (api) => listText(await api.ask(registrationList, 'GET', '/registrations')),
  show: async (api, words) => registrationText(await api.ask(registration, 'GET', at(words))),
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
  remove,
  usage: (api, words, options) => usageText(api, words[0], options),
  'admin-link': adminLink,
};
