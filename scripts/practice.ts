import { join } from 'node:path';
import { pino } from 'pino';
import { asId, type RegistrationId } from '../core/ids.ts';
import { newPolicy, type Registration } from '../core/lti/registration.ts';
import { setInstitutionPolicy } from '../core/use-cases/set-institution-policy.ts';
import type { Muster } from '../lti-server/compose.ts';
import { startMuster } from '../lti-server/compose.ts';
import { loadConfig } from '../lti-server/config.ts';
import { type PracticeLms, type PracticeLmsOptions, registration, startPracticeLms } from '../practice-lms/server.ts';
import { buildUi } from './build-ui.ts';

export interface Practice {
  readonly muster: Muster;
  readonly lms: PracticeLms;
  close(): Promise<void>;
}

export interface PracticeOptions {
  readonly toolPort: number;
  readonly lmsPort: number;
  readonly dataFolder: string;
  readonly logLevel?: string;
  /** What recognises, as in the environment: FACES, AWS_REGION, REKOGNITION_ENDPOINT. */
  readonly faces?: Readonly<Record<string, string | undefined>>;
  /** The LTI library's store and the secrets, as in the environment: LTI_STORE, MUSTER_SECRET, MUSTER_SECRET_PREVIOUS. */
  readonly lti?: Readonly<Record<string, string | undefined>>;
  readonly onScore?: PracticeLmsOptions['onScore'];
}

/** Registers the practice LMS with the tool, and turns recognition on for it: the use case an administrator would call. */
const register = async (muster: Muster, lms: PracticeLms): Promise<void> => {
  const id = asId<RegistrationId>(registration.id);
  const { registrations } = muster.services;
  const before = await registrations.find(id);
  const wanted: Registration = {
    id,
    name: registration.name,
    issuer: lms.url,
    clientId: registration.clientId,
    authUrl: `${lms.url}/auth`,
    tokenUrl: `${lms.url}/token`,
    jwksUrl: `${lms.url}/jwks`,
    state: 'active',
    deployments: [registration.deploymentId],
    policy: before?.policy ?? newPolicy,
    version: (before?.version ?? 0) + 1,
  };
  if (before?.issuer !== wanted.issuer) await registrations.put(wanted);
  await setInstitutionPolicy(muster.services, id, { faces: true });
  await muster.registerPlatform(wanted);
};

/** The tool and the practice LMS, side by side on two origins of this machine. */
export const startPractice = async (options: PracticeOptions): Promise<Practice> => {
  const uiFolder = await buildUi();
  const config = loadConfig({
    ...options.faces,
    ...options.lti,
    PORT: String(options.toolPort),
    MUSTER_DATA: options.dataFolder,
    MUSTER_ALLOW_HTTP_LOOPBACK: 'yes',
    MUSTER_LOG_LEVEL: options.logLevel ?? 'warn',
  });
  const lms = await startPracticeLms({
    port: options.lmsPort,
    toolUrl: config.publicUrl,
    dataFolder: join(options.dataFolder, 'practice-lms'),
    photographsFolder: join(options.dataFolder, 'photographs'),
    ...(options.onScore === undefined ? {} : { onScore: options.onScore }),
  });
  const muster = await startMuster(config, uiFolder, pino({ level: config.logLevel }));
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
