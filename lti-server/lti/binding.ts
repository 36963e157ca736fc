import type { Response } from 'express';
import type { Registration } from '../../core/lti/registration.ts';
import type { Services } from '../../core/ports/services.ts';
import type { UiPage } from '../http/ui-page.ts';
import { claim, type LaunchClaims } from './claims.ts';
import type { KeySets } from './jwks.ts';
import type { KnownRegistrations } from './known-registrations.ts';
import { launchError } from './launch-error.ts';
import { activeRegistration, storageKey } from './login.ts';
import { stepPagePolicy } from './page-headers.ts';
import { verifyIdToken } from './verify.ts';

interface BindingDeps extends Pick<Services, 'loginStates' | 'clock'> {
  readonly known: KnownRegistrations;
  readonly keySets: KeySets;
  readonly bindingPage: UiPage;
}

/**
 * Who may answer for the platform's storage: the origins of its registration, and the one that a verified launch says it
 * came from, since Canvas shows itself under each school's own name. Anybody else could bind a foreign launch to this browser.
 */
const originsOf = ({ issuer, authUrl }: Registration, claims: LaunchClaims): string[] => {
  const urls = [authUrl, issuer, claims[claim.launchPresentation]?.return_url ?? ''];
  return [...new Set(urls.filter((url) => URL.canParse(url)).map((url) => new URL(url).origin))];
};

/**
 * No cookie came: a page that asks the platform's storage for the secret of this login and posts the launch again with it.
 * The token is verified first, but the state stays, for that second post to take.
 * @throws MusterError LAUNCH_STATE_NOT_BOUND when the platform offers no storage, LAUNCH_*
 */
export const askPlatformStorage = async (
  deps: BindingDeps,
  res: Response,
  { state, id_token: token, error }: { state: string; id_token?: string | undefined; error?: string | undefined },
  stateHash: string,
): Promise<void> => {
  const now = deps.clock.now();
  const loginState = await deps.loginStates.find(stateHash, now);
  if (loginState === null) throw launchError('LAUNCH_STATE_UNKNOWN', 'state_unknown');
  if (loginState.storage === null) throw launchError('LAUNCH_STATE_NOT_BOUND', 'cookie_missing');
  if (error !== undefined) throw launchError('LAUNCH_PLATFORM_ERROR', 'platform_error');
  if (token === undefined) throw launchError('LAUNCH_REQUEST_INVALID', 'id_token');
  const registration = await activeRegistration(deps.known, loginState.registration);
  const { claims } = await verifyIdToken(deps.keySets, token, registration, loginState, new Date(now));
  const page = await deps.bindingPage({
    state,
    idToken: token,
    key: storageKey(stateHash),
    target: loginState.storage.target,
    origin: new URL(registration.authUrl).origin,
    anyOrigin: registration.product === 'canvas',
    answersFrom: originsOf(registration, claims),
  });
  res.set({
    'Cache-Control': 'no-store',
    // Without a referrer the browser hides the origin of the post that comes back here (Fetch, 3.2).
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': stepPagePolicy,
  });
  res.type('html').send(page);
};
