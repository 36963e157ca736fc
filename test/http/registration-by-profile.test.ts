import { join } from 'node:path';
import type { OneTimeLink, RegistrationList } from '../../lti-server/http/api-schema/admin.ts';
import { type PracticeLms, startPracticeLms } from '../../practice-lms/server.ts';
import { type AdministeredPractice, openAdministered } from '../support/administration.ts';
import { freePort } from '../support/practice.ts';

describe('registering with the practice LMS', () => {
  let practice: AdministeredPractice;
  let lms: PracticeLms;
  beforeAll(async () => {
    practice = await openAdministered();
  });
  afterEach(() => lms?.close());
  afterAll(() => practice?.close());

  it.each(['canvas', 'moodle'] as const)('by its profile %s ends with a client id at both sides', async (profile) => {
    lms = await startPracticeLms({
      port: await freePort(),
      toolUrl: practice.toolUrl,
      dataFolder: null,
      photographsFolder: join(practice.dataFolder, 'photographs'),
      profile,
    });
    const { url } = await practice.operator.call<OneTimeLink>('POST', '/invitations', { name: profile });
    const invited = await fetch(`${lms.url}/begin-registration?url=${encodeURIComponent(url)}`, { method: 'POST' });
    const { registration } = (await invited.json()) as { registration: string };
    const offer = await (await fetch(registration)).text();
    const attempt = /name="attempt" value="([^"]+)"/.exec(offer)?.[1] ?? offer.slice(0, 2_000);
    const done = await fetch(`${practice.toolUrl}/lti/register`, {
      method: 'POST',
      body: new URLSearchParams({ attempt, name: profile, deploymentPolicy: 'approve' }),
    });
    expect(await done.text()).toContain('Muster is registered');
    const { registrations } = await practice.operator.call<RegistrationList>('GET', '/registrations');
    const made = registrations.find(({ name }) => name === profile);
    expect(made).toMatchObject({ product: profile, facesOn: false, state: 'active' });
    const theirs = lms.platform.tools().find(({ clientId }) => clientId === made?.clientId);
    expect(theirs).toMatchObject({ loginUrl: made?.tool.login, jwksUrl: made?.tool.keys });
    expect(theirs?.scopes).toHaveLength(5);
    expect(made?.deployments).toHaveLength(profile === 'moodle' ? 1 : 0);
  });
});
