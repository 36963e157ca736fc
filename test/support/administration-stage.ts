import { asId, type RegistrationId } from '../../core/ids.ts';
import { withDeployment } from '../../core/lti/deployment.ts';
import type { Draft, OneTimeLink, Registration } from '../../lti-server/http/api-schema/admin.ts';
import { type AdministeredPractice, signInCode } from './administration.ts';
import { openRegisteringLms } from './registering-lms.ts';

/** Something in each of the administrator's pages. */
export interface AdministrationStage {
  /** Of Moodle: switched on, one deployment approved, two that wait. */
  readonly moodle: string;
  /** Of Canvas: waits for its client id. */
  readonly draft: string;
  /** A page of the administrator, with a fresh sign-in. */
  signedIn(path: string): Promise<string>;
  /** What an LMS would open to register us. */
  offer(): Promise<string>;
}

export const setAdministration = async (practice: AdministeredPractice): Promise<AdministrationStage> => {
  const { operator, toolUrl, muster } = practice;
  const canvas = { kind: 'canvas-hosted', environment: 'production' };
  const draft = await operator.call<Draft>('POST', '/drafts', {
    name: 'University of Example (Canvas)',
    platform: canvas,
  });
  const registered = await operator.call<Registration>('POST', '/registrations', {
    name: 'School of Design (Moodle)',
    platform: { kind: 'moodle', site: 'https://moodle.design.example' },
    clientId: 'hQ2cXz8Wn0aLk3D',
    deployment: '3',
    deploymentPolicy: 'approve',
  });
  const { registrations, health } = muster.services;
  const links = { policy: 'https://design.example/recognition', assessment: 'https://design.example/assessment.pdf' };
  await operator.call('PUT', `/registrations/${registered.id}/policy`, { links, captureHours: 8 });
  const id = asId<RegistrationId>(registered.id);
  for (const kind of ['launch', 'roster', 'keys'] as const)
    await health.note(id, kind, '2026-11-24T09:12:00.000Z', null);
  await health.note(id, 'launch', '2026-11-20T14:03:00.000Z', 'LAUNCH_TIME_INVALID');
  await health.note(id, 'gradebook', '2026-11-24T09:14:00.000Z', 'DENIED');
  await operator.call('POST', '/invitations', { name: 'College of Example' });
  const moodle = await registrations.find(asId<RegistrationId>(registered.id));
  if (moodle === null) throw new Error('not registered');
  const one = withDeployment(moodle, '12', 'pending', '2026-11-20T09:00:00.000Z');
  await registrations.put({
    ...withDeployment(one, '14', 'pending', '2026-11-23T09:00:00.000Z'),
    version: moodle.version + 1,
  });
  const lms = await openRegisteringLms('canvas');
  return {
    moodle: registered.id,
    draft: draft.id,
    signedIn: async (path) => `${toolUrl}/admin${path}#${await signInCode(operator)}`,
    async offer() {
      const url = new URL((await operator.call<OneTimeLink>('POST', '/invitations', {})).url);
      url.searchParams.set('openid_configuration', lms.configurationUrl);
      url.searchParams.set('registration_token', lms.token);
      return url.href;
    },
  };
};
