import express from 'express';
import { pino } from 'pino';
import { ltijsPlugin } from '../connectors/dynamodb/ltijs-plugin.ts';
import { storesOn } from '../connectors/dynamodb/stores.ts';
import { idSource } from '../connectors/embedded/ids.ts';
import { linkSeal } from '../connectors/embedded/link-seal.ts';
import { systemClock } from '../connectors/embedded/system-clock.ts';
import { prometheusMetrics } from '../connectors/prometheus/metrics.ts';
import { asId, type RegistrationId } from '../core/ids.ts';
import { approvedDeployment, newPolicy } from '../core/lti/registration.ts';
import { startAppSession } from '../core/use-cases/start-app-session.ts';
import { authenticate } from '../lti-server/http/authenticate.ts';
import { uiPage } from '../lti-server/http/ui-page.ts';
import { keySets } from '../lti-server/lti/jwks.ts';
import { knownRegistrations } from '../lti-server/lti/known-registrations.ts';
import { openLtijs } from '../lti-server/lti/provider.ts';
import { ltiRoutes } from '../lti-server/lti/routes.ts';
import { digest, randomSecret } from '../lti-server/lti/secrets.ts';
import { healthNotes } from '../lti-server/registration-health.ts';
import { uiFolder } from '../scripts/build-ui.ts';
import { runChild } from './launch-child.ts';
import { clientId } from './launch-platform.ts';

/** Muster's launch as compose.ts puts it together, without what a launch does not touch. */
await runChild(async (table, platformUrl) => {
  const stores = storesOn(table);
  const secret = randomSecret();
  const services = { ...stores, clock: systemClock, ids: idSource(), linkSeal: linkSeal(secret) };
  await stores.registrations.put({
    id: asId<RegistrationId>('bench'),
    name: 'Bench',
    product: 'other',
    issuer: platformUrl,
    clientId,
    authUrl: `${platformUrl}/auth`,
    tokenUrl: `${platformUrl}/token`,
    tokenAudience: null,
    jwksUrl: `${platformUrl}/jwks`,
    state: 'active',
    deployments: [approvedDeployment('1', systemClock.now())],
    deploymentPolicy: 'approve',
    policy: newPolicy,
    version: 1,
  });
  const logger = pino({ level: 'silent' });
  const app = express();
  app.use(
    ltiRoutes({
      ...services,
      publicUrl: 'http://localhost',
      logger,
      metrics: prometheusMetrics(),
      notes: healthNotes(stores.health, systemClock, logger),
      connectsTo: [],
      known: knownRegistrations(stores.registrations),
      keySets: keySets(),
      ltijs: openLtijs(ltijsPlugin(table), secret, 'login-state'),
      appPage: uiPage(uiFolder, 'index.html', 'launch'),
      loginPage: uiPage(uiFolder, 'login.html', 'login'),
      bindingPage: uiPage(uiFolder, 'binding.html', 'binding'),
      async onLaunch(launch, facts) {
        const bearer = randomSecret();
        const { expiresAt, landing } = await startAppSession(services, launch, facts, digest(bearer));
        return { bearer: `${launch.registration}.${bearer}`, expiresAt, landing };
      },
    }),
  );
  app.get('/api/hello', authenticate(services), (_req, res) => void res.json({ hello: true }));
  return app.listen(0, '127.0.0.1');
});
