import { z } from 'zod';
import { MusterError } from '../../../core/errors.ts';
import type { OfferedPlatform } from '../../../core/lti/invitation.ts';
import { type GuardedFetch, userAgent } from './openid-configuration.ts';
import { toolConfigurationClaim } from './tool-registration.ts';

/** What the platform made of us. */
export interface Registered {
  readonly clientId: string;
  /** Moodle gives one; Canvas makes deployments later. */
  readonly deployment: string | null;
}

/** Self-hosted sites have answered with numbers. */
const identifier = z.union([z.string().min(1).max(255), z.number().int().nonnegative().transform(String)]);

/** LTI dynamic registration 1.0, section 3.5. */
const answerSchema = z.looseObject({
  client_id: identifier,
  [toolConfigurationClaim]: z.looseObject({ deployment_id: identifier.nullish() }).nullish(),
});

/** Refused, in the platform's own words: to be shown escaped, never to be logged. */
export class RegistrationRefused extends MusterError {
  readonly words: string;

  constructor(httpStatus: number, words: string) {
    super('PLATFORM_REFUSED', { operation: 'register', httpStatus });
    this.words = words;
  }
}

const maxWords = 300;

/** Moodle answers plain text, Canvas JSON of several shapes. */
const wordsOf = (body: string): string => body.replace(/\s+/g, ' ').trim().slice(0, maxWords);

/** @throws RegistrationRefused; MusterError RESPONSE_INVALID, UNAVAILABLE, DENIED */
export const sendRegistration = async (
  fetch: GuardedFetch,
  { registrationUrl }: OfferedPlatform,
  token: string | null,
  body: object,
): Promise<Registered> => {
  let answer: Response;
  try {
    answer = await fetch(registrationUrl, {
      method: 'POST',
      headers: {
        Accept: 'application/json',
        'User-Agent': userAgent,
        'Content-Type': 'application/json',
        ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
  } catch (error) {
    throw error instanceof MusterError
      ? error
      : new MusterError('UNAVAILABLE', { port: 'registration' }, { cause: error });
  }
  const text = await answer.text();
  if (!answer.ok) throw new RegistrationRefused(answer.status, wordsOf(text));
  try {
    const told = answerSchema.parse(JSON.parse(text));
    return { clientId: told.client_id, deployment: told[toolConfigurationClaim]?.deployment_id ?? null };
  } catch (error) {
    throw new MusterError('RESPONSE_INVALID', { port: 'registration', operation: 'register' }, { cause: error });
  }
};
