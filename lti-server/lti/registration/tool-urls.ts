import type { RegistrationId } from '../../../core/ids.ts';

/** Every URL of ours that an LMS asks for. The login holds our id of the registration: issuers are not unique. */
export interface ToolUrls {
  readonly login: string;
  /** Redirect URI, target link URI and deep linking URL in one. */
  readonly launch: string;
  readonly keys: string;
  /** Canvas' developer key as JSON. */
  readonly canvas: string;
  readonly icon: string;
  /** Host, with its port where it has one. */
  readonly domain: string;
}

export const toolUrls = (publicUrl: string, id: RegistrationId): ToolUrls => ({
  login: `${publicUrl}/lti/login/${id}`,
  launch: `${publicUrl}/lti/launch`,
  keys: `${publicUrl}/lti/keys/${id}`,
  canvas: `${publicUrl}/lti/canvas/${id}.json`,
  icon: `${publicUrl}/icon.svg`,
  domain: new URL(publicUrl).host,
});

export const registrationUrl = (publicUrl: string, invitation: string): string =>
  `${publicUrl}/lti/register?invitation=${invitation}`;
