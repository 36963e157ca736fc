import type { Express } from 'express';
import { startAppSession } from '../core/use-cases/start-app-session.ts';
import type { App } from './app.ts';
import { secretFor } from './data-key.ts';
import { adminApi } from './http/admin-api.ts';
import { expressApp } from './http/server.ts';
import { uiPage } from './http/ui-page.ts';
import { lazily } from './lazily.ts';
import { keySets } from './lti/jwks.ts';
import { keySetRoutes } from './lti/key-set-routes.ts';
import { knownRegistrations } from './lti/known-registrations.ts';
import type { PlatformKeys } from './lti/platform-keys.ts';
import type { LtijsPassage, NonceKeeping, openLtijs } from './lti/provider.ts';
import type { GuardedFetch } from './lti/registration/openid-configuration.ts';
import { registerRoutes } from './lti/registration/register-routes.ts';
import { ltiRoutes } from './lti/routes.ts';
import { digest, randomSecret } from './lti/secrets.ts';

export interface ToolDeps {
  readonly app: App;
  readonly keys: PlatformKeys;
  readonly ltijs: Parameters<typeof openLtijs>[0];
  readonly nonces: NonceKeeping;
  /** What operator tokens are signed with, and ltijs' own secret is derived from. */
  readonly secret: string;
  /** For URLs that platforms chose. */
  readonly platformFetch: GuardedFetch;
  readonly allowHttpLoopback: boolean;
  /** Where operators may address us. */
  readonly origins: readonly string[];
  /** Where the built pages lie. */
  readonly uiFolder: string;
}

/** The tool's outside as one Express app, whatever process it runs in and whichever adapters its ports have. */
export const openTool = (deps: ToolDeps): Express => {
  const { app, keys, ltijs, nonces, secret, platformFetch, allowHttpLoopback, origins, uiFolder } = deps;
  const lti = ltiRoutes({
    ...app,
    known: knownRegistrations(app.registrations),
    keySets: keySets(platformFetch),
    // With the Express of its own it is the heaviest part, and launches alone need it.
    ltijs: lazily<LtijsPassage>(async () => {
      const provider = await import('./lti/provider.ts');
      return provider.openLtijs(ltijs, secretFor('muster ltijs', secret), nonces);
    }),
    appPage: uiPage(uiFolder, 'index.html', 'launch'),
    loginPage: uiPage(uiFolder, 'login.html', 'login'),
    bindingPage: uiPage(uiFolder, 'binding.html', 'binding'),
    async onLaunch(launch, facts) {
      const bearer = randomSecret();
      const { expiresAt, landing } = await startAppSession(app, launch, facts, digest(bearer));
      app.wake();
      return { bearer: `${launch.registration}.${bearer}`, expiresAt, landing };
    },
  });
  lti.use(keySetRoutes(keys));
  lti.use(registerRoutes({ ...app, keys, fetch: platformFetch, allowHttpLoopback }));
  const admin = adminApi({ ...app, keys, allowHttpLoopback, operatorSecret: secret, origins });
  return expressApp(app, { lti, admin }, uiFolder);
};
