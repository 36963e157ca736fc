import { AsyncLocalStorage } from 'node:async_hooks';
import type { Request, Response } from 'express';
import type { JWK } from 'jose';
import { type LtijsDatabase, Provider } from 'ltijs';
import { isMusterError } from '../../core/errors.ts';
import type { Registration } from '../../core/lti/registration.ts';
import { launchError } from './launch-error.ts';
import { ltijsVerifier } from './ltijs-verifier.ts';
import { skewSeconds } from './verify.ts';

/** What the guard has verified, and where ltijs' own answer goes. */
interface Passage {
  readonly state: string;
  readonly registration: Registration;
  readonly jwk: JWK;
  readonly done: (error?: Error) => void;
  /** Of the store, while ltijs asked it: ltijs tells it from a bad token by its text alone. */
  storeFailure: Error | null;
}

export interface LtijsPassage {
  /**
   * Takes a launch that the guard has verified through ltijs' own validation, which must agree.
   * @throws MusterError LAUNCH_TOKEN_INVALID; what the store throws (UNAVAILABLE, THROTTLED, DENIED)
   */
  validate(
    req: Request,
    res: Response,
    verified: { state: string; registration: Registration; jwk: JWK },
  ): Promise<void>;
}

/**
 * ltijs keeps its own copy of Express 4 and is a singleton: this is the only file that knows it. It is never mounted;
 * a request is handed to it only from here, after the guard, so nothing unverified reaches its middleware
 * (docs/decisions/0002-ltijs-behind-a-guard.md).
 */
const passages = new AsyncLocalStorage<Passage>();

/** The platform as ltijs' own collection would have it, with the key that the guard has verified in place of a JWKS URL. */
const platformOf = ({ registration, jwk }: Passage) => ({
  platformUrl: registration.issuer,
  clientId: registration.clientId,
  platformName: registration.name,
  authEndpoint: registration.authUrl,
  accesstokenEndpoint: registration.tokenUrl,
  kid: registration.id,
  authConfig: { method: 'JWK_KEY', key: jwk },
});

/** What the store could not do is kept as it is, for the answer to say "later" and not "bad token". */
const remembered = async <T>(call: Promise<T>): Promise<T> => {
  try {
    return await call;
  } catch (error) {
    const passage = passages.getStore();
    if (passage !== undefined && isMusterError(error)) passage.storeFailure = error;
    throw error;
  }
};

/**
 * Where a nonce is used once. `login-state`: it stands in the login's state, which the guard has taken away atomically, and
 * a second note of it in the same table would say nothing more. `store`: in ltijs' own store, beside that.
 */
export type NonceKeeping = 'login-state' | 'store';

/**
 * During a passage everything but the nonce is known: the platform is the one that the guard has verified against. So
 * ltijs costs a launch no read of the store, and no second fetch of the key set.
 */
const duringPassage = (store: LtijsDatabase, nonces: NonceKeeping): LtijsDatabase => ({
  ...store,
  async Get(key, collection, query) {
    const passage = passages.getStore();
    if (passage === undefined) return store.Get(key, collection, query);
    if (collection === 'platform') return [platformOf(passage)];
    return collection === 'platformStatus' ? [{ id: passage.registration.id, active: true }] : false;
  },
  async Insert(key, collection, item, index) {
    const kept = passages.getStore() === undefined || (collection === 'nonce' && nonces === 'store');
    return kept ? remembered(store.Insert(key, collection, item, index)) : true;
  },
  Replace: async (...args) => (passages.getStore() === undefined ? store.Replace(...args) : true),
  Modify: async (...args) => (passages.getStore() === undefined ? store.Modify(...args) : true),
  Delete: async (...args) => (passages.getStore() === undefined ? store.Delete(...args) : true),
});

/** Request and response as they were: Express 4 hangs its own prototypes on them, and sets headers of its own. */
const remember = (req: Request, res: Response): (() => void) => {
  const { url } = req;
  const headers = Object.entries(res.getHeaders());
  const [request, response] = [Object.getPrototypeOf(req) as object, Object.getPrototypeOf(res) as object];
  return () => {
    Object.setPrototypeOf(req, request);
    Object.setPrototypeOf(res, response);
    req.url = url;
    for (const name of res.getHeaderNames()) res.removeHeader(name);
    for (const [name, value] of headers) if (value !== undefined) res.setHeader(name, value);
  };
};

/**
 * ltijs gives `exp` no leeway, and takes none; LTI security framework 1.0 (5.1.3, step 6) and Moodle's tokens of a minute
 * ask for some. The guard has checked the times: here they get the same leeway.
 */
const giveLeeway = (): void => {
  const jsonwebtoken = ltijsVerifier();
  const { verify } = jsonwebtoken;
  jsonwebtoken.verify = (token, key, options) =>
    verify(token, key, passages.getStore() === undefined ? options : { ...options, clockTolerance: skewSeconds });
};

export const openLtijs = (store: LtijsDatabase, secret: string, nonces: NonceKeeping): LtijsPassage => {
  giveLeeway();
  Provider.setup(
    secret,
    { plugin: duringPassage(store, nonces) },
    {
      appRoute: '/launch',
      loginRoute: '/unused-login',
      keysetRoute: '/unused-keys',
      dynRegRoute: '/unused-register',
      ltiaas: true,
      cors: false,
      devMode: false,
      tokenMaxAge: false,
      cookies: { secure: true, sameSite: 'None' },
      serverAddon: (app) => {
        app.use((req, _res, next) => {
          const passage = passages.getStore();
          if (passage !== undefined) req.signedCookies = { [`state${passage.state}`]: passage.registration.issuer };
          next();
        });
      },
    },
  );
  const finish = (error?: Error) => passages.getStore()?.done(error);
  Provider.onConnect(async () => finish());
  Provider.onDeepLinking(async () => finish());
  const refuse = async (_req: Request, res: Response) => {
    const message = (res.locals.err as { details?: { message?: string } } | undefined)?.details?.message;
    const refusal = launchError('LAUNCH_TOKEN_INVALID', `ltijs_${message ?? 'refused'}`.toLowerCase());
    finish(passages.getStore()?.storeFailure ?? refusal);
  };
  Provider.onInvalidToken(refuse);
  Provider.onSessionTimeout(refuse);

  return {
    validate: (req, res, verified) => {
      const restore = remember(req, res);
      return new Promise<void>((resolve, reject) => {
        const done = (error?: Error) => {
          restore();
          if (error === undefined) resolve();
          else reject(error);
        };
        passages.run({ ...verified, done, storeFailure: null }, () => {
          req.url = '/launch';
          Object.assign(req, { _body: true });
          (Provider.app as unknown as (req: Request, res: Response, next: (error?: unknown) => void) => void)(
            req,
            res,
            (error) => done(launchError('LAUNCH_TOKEN_INVALID', 'ltijs_failed', error)),
          );
        });
      });
    },
  };
};
