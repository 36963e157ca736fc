import { z } from 'zod';
import { type AdminPoolConfig, adminPoolOf, adminPoolSettings, refineAdminPool } from './config-admin.ts';
import { secretMinimum } from './data-key.ts';
import { isSafeOrigin } from './origin.ts';

/** Cookies that an LMS' frame sends back must be Secure: https, but for a browser on this very machine. */
const isPublicUrl = (value: string): boolean => isSafeOrigin(value);

/** Of a threshold, in Rekognition's percent. */
export const similarityRange = { least: 50, most: 99.99 };
const similarity = z.coerce.number().min(similarityRange.least).max(similarityRange.most).optional();
/** Rekognition's similarities, where an institution has measured better ones than AWS's 99 and 80. */
export const ownThresholds = { FACES_MATCH: similarity, FACES_REVIEW: similarity };

export const reviewIsBelowMatch = (set: {
  readonly FACES_MATCH?: number | undefined;
  readonly FACES_REVIEW?: number | undefined;
}): boolean => (set.FACES_REVIEW ?? 80) < (set.FACES_MATCH ?? 99);

/** The environment of the one-machine server. */
const environment = z
  .object({
    PORT: z.coerce.number().int().min(1).max(65_535).default(8430),
    MUSTER_HOST: z.string().min(1).default('127.0.0.1'),
    MUSTER_TRUST_PROXY: z.string().min(1).default('loopback'),
    MUSTER_PUBLIC_URL: z
      .string()
      .refine(isPublicUrl, 'must be https://host without a path (http on this machine alone)')
      .optional(),
    MUSTER_DATA: z.string().min(1).default('data'),
    MUSTER_FACE_WORKERS: z.coerce.number().int().min(1).max(16).optional(),
    MUSTER_FACE_MODELS: z.string().min(1).optional(),
    FACES: z.enum(['embedded', 'rekognition']).default('embedded'),
    AWS_REGION: z.string().min(1).optional(),
    REKOGNITION_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
    ...ownThresholds,
    LTI_STORE: z
      .string()
      .regex(
        /^mongodb(\+srv)?:\/\/[^/?\s]+\/[^/?\s]+(\?\S*)?$/,
        'must be mongodb://host/database or mongodb+srv://host/database',
      )
      .optional(),
    CACHE_URL: z
      .string()
      .regex(/^rediss?:\/\/\S+$/, 'must be redis://host:port or rediss://host:port')
      .optional(),
    MUSTER_SECRET: z.string().min(secretMinimum).optional(),
    MUSTER_SECRET_PREVIOUS: z.string().min(secretMinimum).optional(),
    MUSTER_ALLOW_HTTP_LOOPBACK: z.enum(['yes', 'no']).default('no'),
    ...adminPoolSettings,
    MUSTER_LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  })
  .superRefine(refineAdminPool)
  .refine(({ FACES, AWS_REGION }) => FACES !== 'rekognition' || AWS_REGION !== undefined, {
    path: ['AWS_REGION'],
    message: 'is needed with FACES=rekognition',
  })
  .refine(
    ({ FACES, FACES_MATCH, FACES_REVIEW }) => FACES === 'rekognition' || (FACES_MATCH ?? FACES_REVIEW) === undefined,
    {
      path: ['FACES_MATCH'],
      message: 'and FACES_REVIEW are for FACES=rekognition: the embedded engine was measured with its own',
    },
  )
  .refine(reviewIsBelowMatch, {
    path: ['FACES_REVIEW'],
    message: 'must be below FACES_MATCH (99 when it is left out)',
  });

/** What recognises: this process, or Amazon Rekognition (`endpoint`: a server that speaks its protocol instead). */
export type FacesConfig = {
  readonly workers: number | undefined;
  readonly models: string | undefined;
} & (
  | { readonly kind: 'embedded' }
  | {
      readonly kind: 'rekognition';
      readonly region: string;
      readonly endpoint: string | undefined;
      readonly thresholds: { readonly match: number | undefined; readonly review: number | undefined };
    }
);

/** Where the LTI library keeps its state: with everything else in the table, or in a MongoDB. */
export type LtiStoreConfig =
  | { readonly kind: 'table' }
  /** `uri` may hold a password: never to be printed. */
  | { readonly kind: 'mongodb'; readonly uri: string };

export interface Config {
  /** The address to listen at. */
  readonly host: string;
  readonly port: number;
  /** Proxies whose X-Forwarded-For is believed: addresses, networks, or Express' names for them. */
  readonly trustProxy: readonly string[];
  /** Origin under which browsers reach the tool. */
  readonly publicUrl: string;
  readonly dataFolder: string;
  readonly faces: FacesConfig;
  readonly ltiStore: LtiStoreConfig;
  /** Of a Redis or Valkey that several servers share; it may hold a password: never to be printed. */
  readonly cacheUrl: string | undefined;
  /** Encrypt private keys at rest; without `current` one is kept in the data folder. `previous` opens older ones still. */
  readonly secrets: { readonly current: string | undefined; readonly previous: string | undefined };
  /** Lets services of a platform on this machine be called over http; only for trying out. */
  readonly allowHttpLoopback: boolean;
  /** The user pool of administrators; null when links are the only way in. */
  readonly adminPool: AdminPoolConfig | null;
  readonly logLevel: string;
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const facesOf = (data: z.output<typeof environment>): FacesConfig => {
  const own = { workers: data.MUSTER_FACE_WORKERS, models: data.MUSTER_FACE_MODELS };
  if (data.FACES !== 'rekognition' || data.AWS_REGION === undefined) return { ...own, kind: 'embedded' };
  const thresholds = { match: data.FACES_MATCH, review: data.FACES_REVIEW };
  return { ...own, kind: 'rekognition', region: data.AWS_REGION, endpoint: data.REKOGNITION_ENDPOINT, thresholds };
};

const ltiStoreOf = ({ LTI_STORE }: z.output<typeof environment>): LtiStoreConfig =>
  LTI_STORE === undefined ? { kind: 'table' } : { kind: 'mongodb', uri: LTI_STORE };

/** Reports every fault at once and no value. @throws ConfigError */
export const loadConfig = (env: Readonly<Record<string, string | undefined>>): Config => {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
    throw new ConfigError(`These settings are wrong:\n${faults.join('\n')}`);
  }
  const { data } = parsed;
  return Object.freeze({
    host: data.MUSTER_HOST,
    port: data.PORT,
    trustProxy: data.MUSTER_TRUST_PROXY.split(',').map((one) => one.trim()),
    publicUrl:
      data.MUSTER_PUBLIC_URL === undefined ? `http://localhost:${data.PORT}` : new URL(data.MUSTER_PUBLIC_URL).origin,
    dataFolder: data.MUSTER_DATA,
    faces: facesOf(data),
    ltiStore: ltiStoreOf(data),
    cacheUrl: data.CACHE_URL,
    secrets: { current: data.MUSTER_SECRET, previous: data.MUSTER_SECRET_PREVIOUS },
    allowHttpLoopback: data.MUSTER_ALLOW_HTTP_LOOPBACK === 'yes',
    adminPool: adminPoolOf(data),
    logLevel: data.MUSTER_LOG_LEVEL,
  });
};
