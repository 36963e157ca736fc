import { createRemoteJWKSet, type JWTPayload, jwtVerify } from 'jose';
import type { PlaceAnswer, PlaceRequest } from '../../lti-server/http/api-schema/deep-linking.ts';
import { type Answered, beginLaunch, postLaunch, signAsPlatform } from './forged-launch.ts';
import { type Client, clientOf, type RunningPractice } from './practice.ts';

const lti = 'https://purl.imsglobal.org/spec/lti/claim/';
const deepLinking = 'https://purl.imsglobal.org/spec/lti-dl/claim/';

export const claimNames = {
  messageType: `${lti}message_type`,
  version: `${lti}version`,
  deployment: `${lti}deployment_id`,
  roles: `${lti}roles`,
  context: `${lti}context`,
  custom: `${lti}custom`,
  items: `${deepLinking}content_items`,
  data: `${deepLinking}data`,
  msg: `${deepLinking}msg`,
  errormsg: `${deepLinking}errormsg`,
  errorlog: `${deepLinking}errorlog`,
} as const;

type Settings = Readonly<Record<string, unknown>>;

/** As the certification suite sends it: no target_link_uri, no resource_link, no locale; media types in one string. */
const suiteSettings: Settings = {
  accept_types: ['link', 'file', 'html', 'ltiResourceLink'],
  accept_media_types: 'image/*,text/html',
  accept_presentation_document_targets: ['iframe', 'window'],
  accept_multiple: true,
  auto_create: true,
  title: 'This is the default title',
  text: 'This is the default text',
  data: 'Some random opaque data that MUST be sent back',
  deep_link_return_url: 'https://lms.example/deep_links?course=2&id=3&sesskey=abc',
};

const notInRequest = ['locale', `${lti}target_link_uri`, `${lti}resource_link`];

/** The claims of a launch turned into a request to place content; a setting of undefined is left out. */
export const asPlacingRequest = (claims: JWTPayload, settings: Settings = {}): JWTPayload => ({
  ...Object.fromEntries(Object.entries(claims).filter(([name]) => !notInRequest.includes(name))),
  [claimNames.messageType]: 'LtiDeepLinkingRequest',
  [`${deepLinking}deep_linking_settings`]: JSON.parse(JSON.stringify({ ...suiteSettings, ...settings })) as unknown,
});

/** A launch of a person with some of its claims changed. */
export const launchWith = async (
  practice: RunningPractice,
  person: string,
  change: (claims: JWTPayload) => JWTPayload,
  course = 'biology-101',
): Promise<Answered> => {
  const { state, cookie, claims } = await beginLaunch(practice, person, course);
  return postLaunch(practice, { state, id_token: await signAsPlatform(practice, change(claims)) }, cookie);
};

export interface PlacingOptions {
  readonly person?: string;
  readonly course?: string;
  readonly settings?: Settings;
  readonly change?: (claims: JWTPayload) => JWTPayload;
}

export const tryPlacing = (
  practice: RunningPractice,
  { person = 'teacher-1', course = 'biology-101', settings = {}, change = (claims) => claims }: PlacingOptions = {},
): Promise<Answered> => launchWith(practice, person, (claims) => change(asPlacingRequest(claims, settings)), course);

/** The app session of somebody who places content. */
export const openPlacing = async (practice: RunningPractice, options: PlacingOptions = {}): Promise<Client> => {
  const { bearer, status } = await tryPlacing(practice, options);
  if (bearer === null) throw new Error(`refused: ${status}`);
  return clientOf(practice, bearer);
};

export interface Item {
  readonly type: string;
  readonly title: string;
  readonly url: string;
  readonly custom: { readonly muster: string };
  readonly lineItem?: Readonly<Record<string, unknown>>;
}

export interface Response extends PlaceAnswer {
  readonly claims: JWTPayload;
  readonly kid: string | undefined;
  readonly alg: string;
  readonly items: readonly Item[];
}

/** What a platform makes of our answer: verified with a key of our public key set. */
export const readResponse = async (practice: RunningPractice, answer: PlaceAnswer): Promise<Response> => {
  const keys = createRemoteJWKSet(new URL(`${practice.toolUrl}/lti/keys/practice`));
  const { payload, protectedHeader } = await jwtVerify(answer.jwt, keys, { algorithms: ['RS256'] });
  const { kid, alg } = protectedHeader;
  return { ...answer, claims: payload, kid, alg, items: payload[claimNames.items] as readonly Item[] };
};

export const place = async (practice: RunningPractice, placer: Client, wanted: PlaceRequest): Promise<Response> =>
  readResponse(practice, await placer.call<PlaceAnswer>('POST', '/deep-linking', wanted));
