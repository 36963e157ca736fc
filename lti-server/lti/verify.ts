import { decodeProtectedHeader, errors, importJWK, type JWK, type JWTPayload, jwtVerify } from 'jose';
import type { Registration } from '../../core/lti/registration.ts';
import type { LoginState } from '../../core/ports/login-state-store.ts';
import { claim, type LaunchClaims, launchClaims } from './claims.ts';
import type { KeySets } from './jwks.ts';
import { type LaunchCode, launchError } from './launch-error.ts';

const skewSeconds = 60;
/** A token older than this is refused even if it says it lives longer; platforms' tokens live up to an hour. */
const maxAgeSeconds = 3600;

const readKid = (token: string): string => {
  let header: ReturnType<typeof decodeProtectedHeader>;
  try {
    header = decodeProtectedHeader(token);
  } catch (error) {
    throw launchError('LAUNCH_TOKEN_INVALID', 'not_a_jwt', error);
  }
  if (header.alg !== 'RS256') throw launchError('LAUNCH_TOKEN_INVALID', 'alg_not_allowed');
  if (typeof header.kid !== 'string' || header.kid === '') throw launchError('LAUNCH_KEY_UNKNOWN', 'kid_missing');
  return header.kid;
};

const codeOf: Readonly<Record<string, LaunchCode>> = {
  iss: 'LAUNCH_CLAIM_INVALID',
  aud: 'LAUNCH_AUDIENCE_INVALID',
  exp: 'LAUNCH_TIME_INVALID',
  iat: 'LAUNCH_TIME_INVALID',
  nbf: 'LAUNCH_TIME_INVALID',
};

const asLaunchError = (error: unknown) => {
  if (error instanceof errors.JWTExpired) return launchError('LAUNCH_TIME_INVALID', 'token_expired', error);
  if (error instanceof errors.JWTClaimValidationFailed) {
    // What is too old is a JWTExpired: an iat that fails here lies in the future.
    const wrong = error.claim === 'iat' ? 'iat_in_future' : `${error.claim}_mismatch`;
    const reason = error.reason === 'missing' ? `${error.claim}_missing` : wrong;
    return launchError(codeOf[error.claim] ?? 'LAUNCH_CLAIM_INVALID', reason, error);
  }
  return launchError('LAUNCH_SIGNATURE_INVALID', 'signature_invalid', error);
};

const verifySignature = async (token: string, jwk: JWK, registration: Registration, now: Date): Promise<JWTPayload> => {
  try {
    const { payload } = await jwtVerify(token, await importJWK(jwk, 'RS256'), {
      algorithms: ['RS256'],
      issuer: registration.issuer,
      audience: registration.clientId,
      clockTolerance: skewSeconds,
      requiredClaims: ['exp', 'iat', 'iss', 'aud'],
      maxTokenAge: maxAgeSeconds,
      currentDate: now,
    });
    return payload;
  } catch (error) {
    throw asLaunchError(error);
  }
};

/** OpenID Connect Core 3.1.3.7: azp names us when there are several audiences, and whenever it is there. */
const checkAudience = ({ aud, azp }: JWTPayload, clientId: string): void => {
  if (Array.isArray(aud) && aud.length > 1 && azp === undefined)
    throw launchError('LAUNCH_AUDIENCE_INVALID', 'azp_missing');
  if (Array.isArray(aud) && aud.some((one) => one !== clientId))
    throw launchError('LAUNCH_AUDIENCE_INVALID', 'aud_untrusted');
  if (azp !== undefined && azp !== clientId) throw launchError('LAUNCH_AUDIENCE_INVALID', 'azp_mismatch');
};

const isMissing = (value: unknown) => value === undefined || value === null || value === '';

/** Which claim is off, and how: the last part of its name, never its value. */
const parseClaims = (payload: JWTPayload): LaunchClaims => {
  const parsed = launchClaims.safeParse(payload);
  if (parsed.success) return parsed.data;
  if ([claim.messageType, claim.version, claim.roles].every((name) => isMissing(payload[name]))) {
    throw launchError('LAUNCH_CLAIM_INVALID', 'claims_missing');
  }
  const name = String(parsed.error.issues[0]?.path[0] ?? 'payload');
  const short = name.split('/').at(-1) ?? name;
  throw launchError('LAUNCH_CLAIM_INVALID', `${short}_${isMissing(payload[name]) ? 'missing' : 'invalid'}`);
};

/**
 * The strict verification of an id_token against the registration and the login that it answers; the order is that of the
 * LTI security framework 5.1.3. @throws MusterError LAUNCH_*
 */
export const verifyIdToken = async (
  keys: KeySets,
  token: string,
  registration: Registration,
  login: LoginState,
  now: Date,
): Promise<{ claims: LaunchClaims; jwk: JWK }> => {
  const kid = readKid(token);
  const jwk = await keys.find(registration.jwksUrl, kid);
  if (jwk.kty !== 'RSA') throw launchError('LAUNCH_KEY_UNKNOWN', 'key_type');
  const payload = await verifySignature(token, jwk, registration, now);
  checkAudience(payload, registration.clientId);
  if (isMissing(payload.nonce)) throw launchError('LAUNCH_NONCE_INVALID', 'nonce_missing');
  if (payload.nonce !== login.nonce) throw launchError('LAUNCH_NONCE_INVALID', 'nonce_not_of_this_state');
  const claims = parseClaims(payload);
  const target = claims[claim.targetLinkUri];
  if (target !== undefined && target !== login.targetLinkUri) {
    throw launchError('LAUNCH_CLAIM_INVALID', 'target_link_mismatch');
  }
  return { claims, jwk };
};
