import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { FetchError, JwksValidationError, JwtExpiredError, WaitPeriodNotYetEndedJwkError } from 'aws-jwt-verify/error';
import { SimpleFetcher } from 'aws-jwt-verify/https';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { type AdminGroup, adminGroups } from '../../core/admin-rights.ts';
import { MusterError } from '../../core/errors.ts';
import type { AdminTokens } from '../../core/ports/admin-tokens.ts';

export interface CognitoSettings {
  readonly poolId: string;
  readonly clientId: string;
  /** Where the pool's keys are when they are not fetched from Cognito itself: a network without a way out has a mirror. */
  readonly keysUrl?: string | undefined;
}

/** A key set has a few kilobytes; nobody waits for a pool that does not answer. */
const patienceMs = 3_000;
const keysMaximum = 100_000;

/** The verifier's own fetcher speaks https to the address that it derives from the pool's id, and to no other. */
const mirroredKeys = (keysUrl: string) => ({
  async fetch(): Promise<ArrayBuffer> {
    const answer = await fetch(keysUrl, { signal: AbortSignal.timeout(patienceMs), redirect: 'error' }).catch(
      (error: unknown) => {
        throw new FetchError(keysUrl, error);
      },
    );
    if (!answer.ok) throw new FetchError(keysUrl, `status ${answer.status}`);
    const bytes = await answer.arrayBuffer();
    if (bytes.byteLength > keysMaximum) throw new FetchError(keysUrl, 'too long');
    return bytes;
  },
});

const isOurs = (group: unknown): group is AdminGroup => adminGroups.some((one) => one === group);

/**
 * Whether nothing can be said of a token. After a key that the set does not hold the verifier asks for no keys for ten seconds: with a
 * set in hand another such token is false, and whoever makes them up must not look like an outage.
 */
const keysAreAway = (error: unknown, hasKeys: boolean): boolean =>
  error instanceof FetchError ||
  error instanceof JwksValidationError ||
  (error instanceof WaitPeriodNotYetEndedJwkError && !hasKeys);

/**
 * Access and id tokens of one Cognito user pool and app client: signature (RS256), issuer, times, token_use and client id.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
 */
export const cognitoAdminTokens = ({ poolId, clientId, keysUrl }: CognitoSettings): AdminTokens => {
  const fetcher =
    keysUrl === undefined
      ? new SimpleFetcher({ defaultRequestOptions: { responseTimeout: patienceMs } })
      : mirroredKeys(keysUrl);
  let hasKeys = false;
  const noted = {
    async fetch(...asked: Parameters<SimpleFetcher['fetch']>) {
      const keys = await fetcher.fetch(...asked);
      hasKeys = true;
      return keys;
    },
  };
  const verifier = CognitoJwtVerifier.create(
    { userPoolId: poolId, clientId, tokenUse: null },
    { jwksCache: new SimpleJwksCache({ fetcher: noted }) },
  );
  return {
    async verify(token) {
      try {
        const { sub, 'cognito:groups': groups = [] } = await verifier.verify(token);
        return { kind: 'valid', subject: sub, groups: groups.filter(isOurs) };
      } catch (error) {
        if (error instanceof JwtExpiredError) return { kind: 'expired' };
        if (keysAreAway(error, hasKeys))
          throw new MusterError('UNAVAILABLE', { port: 'admin-tokens', operation: 'keys' }, { cause: error });
        return { kind: 'refused' };
      }
    },
  };
};
