import { AsyncLocalStorage } from 'node:async_hooks';
import type { Request, Response } from 'express';
import type { JWK } from 'jose';
import { type LtijsDatabase, Provider } from 'ltijs';
import { isMusterError } from '../../core/errors.ts';
import { launchError } from './launch-error.ts';

/** What the guard has verified, and where ltijs' own answer goes. */
interface Passage {
  readonly state: string;
  readonly issuer: string;
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
  validate(req: Request, res: Response, verified: { state: string; issuer: string; jwk: JWK }): Promise<void>;
}

/**
 * ltijs keeps its own copy of Express 4 and is a singleton: this is the only file that knows it. It is never mounted;
 * a request is handed to it only from here, after the guard, so nothing unverified reaches its middleware
 * (docs/decisions/0002-ltijs-behind-a-guard.md).
 */
const passages = new AsyncLocalStorage<Passage>();

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

/** Answers the verified key in place of a JWKS URL, so that ltijs does not fetch the platform's keys once a launch. */
const withVerifiedKey = (store: LtijsDatabase): LtijsDatabase => ({
  ...store,
  Insert: (key, collection, item, index) => remembered(store.Insert(key, collection, item, index)),
  async Get(key, collection, query) {
    const found = await remembered(store.Get(key, collection, query));
    const passage = passages.getStore();
    if (collection !== 'platform' || found === false || passage === undefined) return found;
    return found.map((platform) => ({ ...platform, authConfig: { method: 'JWK_KEY', key: passage.jwk } }));
  },
});

/** Express 4 hangs its own prototypes on request and response: ours are put back, and its headers are taken away. */
const restore = (req: Request, res: Response, prototypes: readonly [object, object], url: string): void => {
  Object.setPrototypeOf(req, prototypes[0]);
  Object.setPrototypeOf(res, prototypes[1]);
  req.url = url;
  for (const name of res.getHeaderNames()) res.removeHeader(name);
};

export const openLtijs = (plugin: LtijsDatabase, secret: string): LtijsPassage => {
  Provider.setup(
    secret,
    { plugin: withVerifiedKey(plugin) },
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
          if (passage !== undefined) req.signedCookies = { [`state${passage.state}`]: passage.issuer };
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
      const prototypes = [Object.getPrototypeOf(req) as object, Object.getPrototypeOf(res) as object] as const;
      const { url } = req;
      return new Promise<void>((resolve, reject) => {
        const done = (error?: Error) => {
          restore(req, res, prototypes, url);
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
