import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { RegistrationAttempt } from '../../../core/lti/invitation.ts';
import type { Logger } from '../../../core/ports/logger.ts';
import type { RegistrationKeys } from '../../../core/ports/registration-keys.ts';
import type { Services } from '../../../core/ports/services.ts';
import { acceptRegistration } from '../../../core/use-cases/accept-registration.ts';
import { checkInvitation, offerRegistration } from '../../../core/use-cases/offer-registration.ts';
import { parse } from '../../http/route.ts';
import { digest, randomSecret, secretPattern } from '../secrets.ts';
import { fetchConfiguration, type GuardedFetch } from './openid-configuration.ts';
import { invitationPage, offerPage, registeredPage } from './register-page.ts';
import { sendRegistration } from './send-registration.ts';
import { toolRegistration } from './tool-registration.ts';
import { registrationUrl, toolUrls } from './tool-urls.ts';

export interface RegisterDeps
  extends Pick<
    Services,
    'invitations' | 'registrationAttempts' | 'registrations' | 'registrationDrafts' | 'ids' | 'clock'
  > {
  readonly publicUrl: string;
  readonly keys: RegistrationKeys;
  readonly fetch: GuardedFetch;
  readonly allowHttpLoopback: boolean;
  readonly logger: Logger;
}

const query = z.object({
  invitation: z.string().regex(secretPattern),
  openid_configuration: z.string().min(1).max(2000).optional(),
  registration_token: z.string().min(1).max(8000).optional(),
});

const form = z.object({
  attempt: z.string().regex(secretPattern),
  name: z.string().trim().min(1).max(100),
  deploymentPolicy: z.enum(['approve', 'trust-first-use']),
});

/**
 * The page that an LMS opens with its own two parameters (LTI dynamic registration 1.0, section 3.1). The invitation comes
 * first: without one nothing is fetched from anywhere. @throws MusterError
 */
export const showOffer =
  (deps: RegisterDeps): RequestHandler =>
  async (req: Request, res: Response) => {
    const asked = parse(query, req.query);
    const invitation = await checkInvitation(deps, digest(asked.invitation));
    if (asked.openid_configuration === undefined) {
      return void res.type('html').send(invitationPage(registrationUrl(deps.publicUrl, asked.invitation)));
    }
    const token = asked.registration_token ?? null;
    const platform = await fetchConfiguration(deps.fetch, asked.openid_configuration, token, deps);
    const secret = randomSecret();
    const attempt = await offerRegistration(deps, digest(secret), { invitation, platform, token });
    res.type('html').send(offerPage(attempt, invitation, toolUrls(deps.publicUrl, attempt.registration), secret));
  };

/** The person said yes. @throws MusterError */
export const register =
  (deps: RegisterDeps): RequestHandler =>
  async (req, res) => {
    const { attempt, ...choices } = parse(form, req.body ?? {});
    const send = ({ platform, token, registration }: RegistrationAttempt) =>
      sendRegistration(deps.fetch, platform, token, toolRegistration(platform, toolUrls(deps.publicUrl, registration)));
    const registration = await acceptRegistration({ ...deps, send }, digest(attempt), choices);
    deps.logger.info(
      { outcome: 'registered', registration: registration.id, product: registration.product },
      'registration',
    );
    res.type('html').send(registeredPage(registration));
  };
