import { join } from 'node:path';
import { pino } from 'pino';
import { asId, type RegistrationId } from '../core/ids.ts';
import { approvedDeployment, newPolicy, type Product, type Registration } from '../core/lti/registration.ts';
import { setInstitutionPolicy } from '../core/use-cases/set-institution-policy.ts';
import type { Instead, Muster } from '../lti-server/compose.ts';
import { startMuster } from '../lti-server/compose.ts';
import { loadConfig } from '../lti-server/config.ts';
import type { ProfileName } from '../practice-lms/profiles/profile.ts';
import { type PracticeLms, type PracticeLmsOptions, startPracticeLms } from '../practice-lms/server.ts';
import { buildUi } from './build-ui.ts';

export interface Practice {
  readonly muster: Muster;
  readonly lms: PracticeLms;
  close(): Promise<void>;
}

export interface PracticeOptions {
  readonly toolPort: number;
  readonly lmsPort: number;
  /** Where browsers reach the tool, when that is not its port on localhost. */
  readonly publicUrl?: string;
  readonly dataFolder: string;
  readonly logLevel?: string;
  /** What recognises, as in the environment: FACES, AWS_REGION, REKOGNITION_ENDPOINT. */
  readonly faces?: Readonly<Record<string, string | undefined>>;
  /** Whose habits the practice LMS has; its own unless said otherwise. */
  readonly profile?: ProfileName;
  /** The LTI library's store, the secrets and the administrators' pool, as in the environment: LTI_STORE, MUSTER_SECRET, ADMIN_… */
  readonly lti?: Readonly<Record<string, string | undefined>>;
  readonly onScore?: PracticeLmsOptions['onScore'];
  readonly instead?: Instead;
  /** Anything else that the practice LMS can be told. */
  readonly lms?: Partial<Omit<PracticeLmsOptions, 'port' | 'toolUrl' | 'dataFolder' | 'photographsFolder' | 'profile'>>;
}

const products: Readonly<Record<ProfileName, Product>> = { practice: 'other', canvas: 'canvas', moodle: 'moodle' };

/** Registers the practice LMS with the tool, and turns recognition on for it: the use cases an administrator would call. */
const register = async (muster: Muster, { url, registration, platform }: PracticeLms): Promise<void> => {
  const id = asId<RegistrationId>(registration.id);
  const { registrations, clock } = muster.services;
  const before = await registrations.find(id);
  const { deploymentId, ...places } = registration;
  const wanted: Registration = {
    ...places,
    id,
    product: products[platform.profile.name],
    tokenAudience: null,
    state: 'active',
    deployments: [approvedDeployment(deploymentId, clock.now())],
    deploymentPolicy: 'approve',
    policy: before?.policy ?? newPolicy,
    version: 1,
  };
  // Another port or profile is another issuer or client: another platform, then.
  const same = before?.issuer === wanted.issuer && before.clientId === wanted.clientId;
  if (!same) {
    await registrations.remove(id);
    await registrations.put(wanted);
  }
  const links = { policy: `${url}/policy`, assessment: `${url}/policy#assessment` };
  await setInstitutionPolicy(muster.services, id, { links, faces: true });
  await muster.registerPlatform(wanted);
};

/** The tool and the practice LMS, side by side on two origins of this machine. */
export const startPractice = async (options: PracticeOptions): Promise<Practice> => {
  const uiFolder = await buildUi();
  const config = loadConfig({
    ...options.faces,
    ...options.lti,
    PORT: String(options.toolPort),
    MUSTER_PUBLIC_URL: options.publicUrl,
    MUSTER_DATA: options.dataFolder,
    MUSTER_ALLOW_HTTP_LOOPBACK: 'yes',
    MUSTER_LOG_LEVEL: options.logLevel ?? 'warn',
  });
  const lms = await startPracticeLms({
    port: options.lmsPort,
    toolUrl: config.publicUrl,
    dataFolder: join(options.dataFolder, 'practice-lms'),
    photographsFolder: join(options.dataFolder, 'photographs'),
    ...(options.profile === undefined ? {} : { profile: options.profile }),
    ...(options.onScore === undefined ? {} : { onScore: options.onScore }),
    ...options.lms,
  });
  const muster = await startMuster(config, uiFolder, pino({ level: config.logLevel }), options.instead);
  await register(muster, lms);
  return {
    muster,
    lms,
    async close() {
      await muster.close();
      await lms.close();
    },
  };
};
