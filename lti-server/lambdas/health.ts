import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { isMusterError } from '../../core/errors.ts';
import type { Logger } from '../../core/ports/logger.ts';
import { openHealth } from '../compose-lambda-health.ts';
import { isOperatorToken } from '../operator-token.ts';
import { onFirstCall } from './first-call.ts';
import { observed } from './observed.ts';
import { cameThroughDistribution, forbidden } from './origin-key.ts';

/** Asks one part, in whatever way shows that it answers. */
export type Probe = () => Promise<unknown>;

export interface HealthDeps {
  readonly probes: Readonly<Record<string, Probe>>;
  readonly secrets: { readonly current: string; readonly originKeys: readonly string[] };
  readonly publicUrl: string;
  /** Writes what stands as metrics: by the schedule alone. */
  readonly measure: () => Promise<void>;
  readonly logger: Logger;
  readonly now: () => number;
  readonly patienceMs?: number;
}

interface PartHealth {
  readonly ok: boolean;
  readonly ms: number;
  /** Of our own codes; never what a service said. */
  readonly code?: string;
}

export interface Health {
  readonly healthy: boolean;
  readonly parts: Readonly<Record<string, PartHealth>>;
}

const late = (milliseconds: number) => {
  let timer: NodeJS.Timeout | undefined;
  const promise = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), milliseconds);
  });
  return { promise, end: () => clearTimeout(timer) };
};

const ask = async (probe: Probe, { now, patienceMs = 5_000 }: HealthDeps): Promise<PartHealth> => {
  const begun = now();
  const limit = late(patienceMs);
  try {
    await Promise.race([probe(), limit.promise]);
    return { ok: true, ms: now() - begun };
  } catch (error) {
    return { ok: false, ms: now() - begun, code: isMusterError(error) ? error.code : 'UNAVAILABLE' };
  } finally {
    limit.end();
  }
};

/** Each part once, all at once. By the schedule for the log and its alarm; over HTTP for who holds an operator's token. */
export const makeHandler = (deps: HealthDeps) => {
  const { probes, secrets, publicUrl, logger, now } = deps;
  const look = async (): Promise<Health> => {
    const asked = Object.entries(probes).map(async ([name, probe]) => [name, await ask(probe, deps)] as const);
    const parts = Object.fromEntries(await Promise.all(asked));
    const health = { healthy: Object.values(parts).every(({ ok }) => ok), parts };
    if (health.healthy) logger.info(health, 'health');
    else logger.error(health, 'health');
    return health;
  };
  const mayLook = ({ headers }: APIGatewayProxyEventV2): boolean => {
    const token = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
    return (
      cameThroughDistribution(headers, ...secrets.originKeys) &&
      isOperatorToken(token, secrets.current, [publicUrl], now())
    );
  };
  return async (event: APIGatewayProxyEventV2 | object): Promise<Health | APIGatewayProxyStructuredResultV2> => {
    if (!('requestContext' in event)) {
      // First: what is measured may take longer than this function lives, on a day when everything waits.
      const health = await look();
      await deps.measure().catch((error: unknown) => logger.warn({ err: error }, 'measuring failed'));
      return health;
    }
    if (!mayLook(event)) return forbidden;
    const health = await look();
    return {
      statusCode: health.healthy ? 200 : 503,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
      body: JSON.stringify(health),
    };
  };
};

export const handler: (event: APIGatewayProxyEventV2 | object, context: Context) => Promise<unknown> = onFirstCall(
  async () => {
    const { telemetry, ...deps } = await openHealth(process.env);
    return observed(telemetry, makeHandler(deps));
  },
);
