import { createHash, randomUUID } from 'node:crypto';
import { importPKCS8, SignJWT } from 'jose';
import { z } from 'zod';
import { isMusterError, MusterError } from '../../core/errors.ts';
import type { RegistrationId } from '../../core/ids.ts';
import type { Registration } from '../../core/lti/registration.ts';
import type { Cache } from '../../core/ports/cache.ts';
import { type LmsHttp, parseJson, type ServiceAnswer, type ServiceCall, statusError } from './http.ts';

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: string;
}

export interface TokenDeps {
  readonly http: LmsHttp;
  findRegistration(id: RegistrationId): Promise<Registration | null>;
  signingKey(registration: Registration): Promise<SigningKey>;
  readonly now: () => number;
  /** Told of each answer to a request for a token; null when there is one. */
  readonly told?: (registration: RegistrationId, error: MusterError | null) => void;
  /** Shared with other processes, where there are some. It must be sealed: tokens are credentials. */
  readonly cache?: Cache;
}

const tokenAnswer = z.looseObject({ access_token: z.string().min(1), expires_in: z.coerce.number().default(3600) });

/** Moodle refuses an iat in its future, Canvas one more than five minutes old. */
export const backdatedSeconds = 5;
const assertionSeconds = 300;
const earlySeconds = 300;

const assertionFor = async (
  { clientId, tokenUrl, tokenAudience }: Registration,
  key: SigningKey,
  now: number,
): Promise<string> => {
  const iat = Math.floor(now / 1000) - backdatedSeconds;
  return new SignJWT()
    .setProtectedHeader({ alg: 'RS256', kid: key.kid, typ: 'JWT' })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(tokenAudience ?? tokenUrl)
    .setIssuedAt(iat)
    .setExpirationTime(iat + assertionSeconds)
    .setJti(randomUUID())
    .sign(await importPKCS8(key.privateKey, 'RS256'));
};

export interface AuthorisedCalls {
  /** A service call with a bearer for these scopes; a 401 gets one new token. @throws MusterError UNAVAILABLE, THROTTLED, DENIED, RESPONSE_INVALID */
  call(registration: RegistrationId, scopes: readonly string[], url: string, call: ServiceCall): Promise<ServiceAnswer>;
}

const heldToken = z.object({ token: z.string().min(1), until: z.number() });
type Token = Readonly<z.infer<typeof heldToken>>;

/** Refreshed five minutes before its end; one that lives less than ten, at half its life. */
const untilOf = (expiresIn: number, now: number): number => {
  const life = Math.max(1, expiresIn);
  return now + Math.max(life / 2, life - earlySeconds) * 1000;
};

/** Tokens that other processes got. */
const sharedTokens = (cache: Cache | undefined) => {
  const nameOf = (key: string) => `lms-token:${createHash('sha256').update(key).digest('base64url')}`;
  return {
    async read(key: string): Promise<Token | null> {
      const text = (await cache?.get(nameOf(key))) ?? null;
      const parsed = text === null ? null : heldToken.safeParse(JSON.parse(text));
      return parsed?.success === true ? parsed.data : null;
    },
    async put(key: string, token: Token, now: number): Promise<void> {
      const seconds = Math.floor((token.until - now) / 1000);
      if (seconds > 0) await cache?.put(nameOf(key), JSON.stringify(token), seconds);
    },
  };
};

/** IMS Security Framework 1.0, section 4.1: client credentials with a signed assertion. One token a registration and scope set. */
export const authorisedCalls = (deps: TokenDeps): AuthorisedCalls => {
  const { http, findRegistration, signingKey, now, told, cache } = deps;
  const held = new Map<string, Token>();
  const shared = sharedTokens(cache);
  const asked = new Map<string, Promise<Token>>();

  const request = async (id: RegistrationId, scope: string): Promise<Token> => {
    const registration = await findRegistration(id);
    if (registration === null) throw new MusterError('DENIED', { port: 'lms', operation: 'token' });
    const assertion = await assertionFor(registration, await signingKey(registration), now());
    const answer = await http.call(registration.tokenUrl, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: assertion,
        scope,
      }).toString(),
    });
    if (answer.status < 200 || answer.status > 299) {
      throw answer.status === 400
        ? new MusterError('DENIED', { port: 'lms', operation: 'token' })
        : statusError(answer, 'token');
    }
    const parsed = tokenAnswer.safeParse(parseJson(answer, 'token'));
    if (!parsed.success) throw new MusterError('RESPONSE_INVALID', { port: 'lms', operation: 'token' });
    return { token: parsed.data.access_token, until: untilOf(parsed.data.expires_in, now()) };
  };

  const isGood = (token: Token | null | undefined, rejected: string | null): token is Token =>
    token != null && token.until > now() && token.token !== rejected;

  const obtain = async (id: RegistrationId, scope: string, key: string, rejected: string | null): Promise<Token> => {
    const theirs = await shared.read(key);
    if (isGood(theirs, rejected)) return theirs;
    const token = await request(id, scope);
    await shared.put(key, token, now());
    return token;
  };

  /** One request at a time for a key, shared by all who wait; a failed one is not kept. */
  const tokenFor = (id: RegistrationId, scopes: readonly string[], rejected: string | null): Promise<Token> => {
    const scope = [...scopes].sort().join(' ');
    const key = `${id} ${scope}`;
    const standing = held.get(key);
    if (isGood(standing, rejected)) return Promise.resolve(standing);
    const underWay = asked.get(key);
    if (underWay !== undefined) return underWay;
    const asking = obtain(id, scope, key, rejected)
      .then(
        (token) => {
          held.set(key, token);
          told?.(id, null);
          return token;
        },
        (error: unknown) => {
          if (isMusterError(error)) told?.(id, error);
          throw error;
        },
      )
      .finally(() => asked.delete(key));
    asked.set(key, asking);
    return asking;
  };

  return {
    async call(registration, scopes, url, call) {
      const send = async ({ token }: Token) =>
        http.call(url, { ...call, headers: { ...call.headers, Authorization: `Bearer ${token}` } });
      const token = await tokenFor(registration, scopes, null);
      const answer = await send(token);
      // Once: a platform that refuses a new token as well means it.
      return answer.status === 401 ? send(await tokenFor(registration, scopes, token.token)) : answer;
    },
  };
};
