import { AsyncLocalStorage } from 'node:async_hooks';
import type { Request, Response } from 'express';
import type { JWK } from 'jose';
import { type LtijsDatabase, Provider } from 'ltijs';
import type { Registration } from '../../core/lti/registration.ts';
import { launchError } from './launch-error.ts';

/** What the guard has verified, and where ltijs' own answer goes. */
interface Passage {
  readonly state: string;
  readonly registration: Registration;
  readonly jwk: JWK;
  readonly done: (error?: Error) => void;
}

export interface LtijsPassage {
  /**
   * Takes a launch that the guard has verified through ltijs' own validation, which must agree.
   * @throws MusterError LAUNCH_TOKEN_INVALID
   */
  validate(
    req: Request,
    res: Response,
    verified: { state: string; registration: Registration; jwk: JWK },
  ): Promise<void>;
  /** ltijs' public keys, without private members. */
  keys(req: Request, res: Response): void;
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

/**
 * During a passage everything that ltijs asks for is known: the platform is the one that the guard has verified against,
 * and the nonce was consumed with its state. So a launch costs no store call here, and no second fetch of the key set.
 */
const duringPassage = (plugin: LtijsDatabase): LtijsDatabase => ({
  ...plugin,
  async Get(key, collection, query) {
    const passage = passages.getStore();
    if (passage === undefined) return plugin.Get(key, collection, query);
    if (collection === 'platform') return [platformOf(passage)];
    return collection === 'platformStatus' ? [{ id: passage.registration.id, active: true }] : false;
  },
  Insert: async (...args) => (passages.getStore() === undefined ? plugin.Insert(...args) : true),
  Replace: async (...args) => (passages.getStore() === undefined ? plugin.Replace(...args) : true),
  Modify: async (...args) => (passages.getStore() === undefined ? plugin.Modify(...args) : true),
  Delete: async (...args) => (passages.getStore() === undefined ? plugin.Delete(...args) : true),
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
    { plugin: duringPassage(plugin) },
    {
      appRoute: '/launch',
      loginRoute: '/unused-login',
      keysetRoute: '/keys',
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
    finish(launchError('LAUNCH_TOKEN_INVALID', `ltijs_${message ?? 'refused'}`.toLowerCase()));
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
        passages.run({ ...verified, done }, () => {
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
    keys(req, res) {
      req.url = '/keys';
      Object.assign(req, { body: {} });
      Provider.app(req, res);
    },
  };
};
