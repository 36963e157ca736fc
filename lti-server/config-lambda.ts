import { z } from 'zod';
import { ConfigError, ownThresholds, reviewIsBelowMatch } from './config.ts';
import { type AdminPoolConfig, adminPoolOf, adminPoolSettings, refineAdminPool } from './config-admin.ts';
import { isSafeOrigin } from './origin.ts';

/** http is for trying out alone: https, or the bundles on this machine. */
const isOrigin = (value: string): boolean => isSafeOrigin(value, ['localhost', '127.0.0.1']);

const httpUrl = z.url({ protocol: /^https?$/ });
const arn = (service: string) =>
  z.string().regex(new RegExp(`^arn:[a-z-]+:${service}:`), `must be an ARN of ${service}`);

/** The environment of the functions: docs/decisions/0006-on-aws.md says what each is. */
const settings = z.object({
  MUSTER_STAGE: z.string().regex(/^[a-z][a-z0-9-]{0,20}$/, 'must be a short name in lower case'),
  MUSTER_PUBLIC_URL: z.string().refine(isOrigin, 'must be https://host without a path'),
  TABLE_NAME: z.string().min(3),
  MEDIA_BUCKET: z.string().min(3),
  MEDIA_KEY_ARN: arn('kms'),
  REPORTS_BUCKET: z.string().min(3),
  WORK_QUEUE_URL: httpUrl,
  PUBLISH_QUEUE_URL: httpUrl.refine((url) => url.endsWith('.fifo'), 'must be a FIFO queue'),
  REPORT_QUEUE_URL: httpUrl,
  /** S3 writes to it; it is asked after alone. */
  UPLOADS_QUEUE_URL: httpUrl,
  REALTIME_URL: z.url({ protocol: /^wss?$/ }),
  REALTIME_ENDPOINT: httpUrl,
  SECRET_ARN: arn('secretsmanager'),
  FACES: z.enum(['rekognition', 'sagemaker']).default('rekognition'),
  REKOGNITION_ENDPOINT: httpUrl,
  ...ownThresholds,
  SAGEMAKER_ENDPOINT: z.string().min(1),
  CACHE_URL: z.url({ protocol: /^rediss?$/ }),
  ...adminPoolSettings,
  MUSTER_LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  /** For trying out alone: lets services of a platform on this machine be called over http. */
  MUSTER_ALLOW_HTTP_LOOPBACK: z.enum(['yes', 'no']).default('no'),
  AWS_REGION: z.string().min(1),
  /** The SDK's own: the tests lead it to a server on this machine, and pages must be told where pictures go. */
  AWS_ENDPOINT_URL_S3: httpUrl,
});

type All = z.output<typeof settings>;
type Defaulted = 'FACES' | 'MUSTER_LOG_LEVEL' | 'MUSTER_ALLOW_HTTP_LOOPBACK';
export type SettingName = Exclude<keyof All, Defaulted>;

/** What a function needs is there; what it does not may be. */
export type LambdaConfig<Needed extends SettingName = never> = Readonly<
  Partial<All> & Pick<All, Needed | Defaulted | 'AWS_REGION'> & { readonly adminPool: AdminPoolConfig | null }
>;

/** Of a function that needs these settings. Reports every fault at once and no value. @throws ConfigError */
export const loadLambdaConfig = <Needed extends SettingName>(
  env: Readonly<Record<string, string | undefined>>,
  needed: readonly Needed[],
): LambdaConfig<Needed> => {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = settings
    .partial()
    .superRefine(refineAdminPool)
    .refine(reviewIsBelowMatch, { path: ['FACES_REVIEW'], message: 'must be below FACES_MATCH' })
    .safeParse(present);
  const missing = [...needed, 'AWS_REGION'].filter((name) => present[name] === undefined);
  const faults = [
    ...missing.map((name) => `  ${name}: is needed`),
    ...(parsed.error?.issues ?? []).map(({ path, message }) => `  ${path.join('.')}: ${message}`),
  ];
  if (!parsed.success || faults.length > 0) throw new ConfigError(`These settings are wrong:\n${faults.join('\n')}`);
  const withDefaults = {
    FACES: 'rekognition',
    MUSTER_LOG_LEVEL: 'info',
    MUSTER_ALLOW_HTTP_LOOPBACK: 'no',
    ...parsed.data,
    adminPool: adminPoolOf(parsed.data),
  };
  return Object.freeze(withDefaults) as LambdaConfig<Needed>;
};
