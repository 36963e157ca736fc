import { z } from 'zod';

/** The environment of the one-machine server. */
const environment = z.object({
  PORT: z.coerce.number().int().min(1).max(65_535).default(8430),
  MUSTER_PUBLIC_URL: z.url().optional(),
  MUSTER_DATA: z.string().min(1).default('data'),
  MUSTER_FACE_WORKERS: z.coerce.number().int().min(1).max(16).optional(),
  MUSTER_FACE_MODELS: z.string().min(1).optional(),
  MUSTER_ALLOW_HTTP_LOOPBACK: z.enum(['yes', 'no']).default('no'),
  MUSTER_LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
});

export interface Config {
  readonly port: number;
  /** Origin under which browsers reach the tool. */
  readonly publicUrl: string;
  readonly dataFolder: string;
  readonly faceWorkers: number | undefined;
  readonly faceModels: string | undefined;
  /** Lets services of a platform on this machine be called over http; only for trying out. */
  readonly allowHttpLoopback: boolean;
  readonly logLevel: string;
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Reports every fault at once and no value. @throws ConfigError */
export const loadConfig = (env: Readonly<Record<string, string | undefined>>): Config => {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
    throw new ConfigError(`These settings are wrong:\n${faults.join('\n')}`);
  }
  const { data } = parsed;
  return Object.freeze({
    port: data.PORT,
    publicUrl:
      data.MUSTER_PUBLIC_URL === undefined ? `http://localhost:${data.PORT}` : new URL(data.MUSTER_PUBLIC_URL).origin,
    dataFolder: data.MUSTER_DATA,
    faceWorkers: data.MUSTER_FACE_WORKERS,
    faceModels: data.MUSTER_FACE_MODELS,
    allowHttpLoopback: data.MUSTER_ALLOW_HTTP_LOOPBACK === 'yes',
    logLevel: data.MUSTER_LOG_LEVEL,
  });
};
