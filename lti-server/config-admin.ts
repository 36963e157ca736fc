import { z } from 'zod';
import { isSafe, isSafeOrigin } from './origin.ts';

/** A host name as Cognito shows it, or an origin; a server of ours on this machine may stand in for the pool. */
const originOf = (value: string): string => (/^[a-z]+:\/\//.test(value) ? value : `https://${value}`);

const domain = z
  .string()
  .transform(originOf)
  .refine((value) => isSafeOrigin(value) && new URL(value).href === `${value}/`, {
    message: 'must be the host of the sign-in pages, such as muster.auth.eu-west-1.amazoncognito.com',
  });

const keysUrl = z.string().refine((value) => URL.canParse(value) && isSafe(new URL(value)), {
  message: 'must be https://…',
});

/** Settings of the administrators' user pool; for every entry point that lets them in. */
export const adminPoolSettings = {
  ADMIN_POOL_ID: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d_[a-zA-Z0-9]+$/, 'must be the id of a user pool, such as eu-west-1_AbCdEf123')
    .optional(),
  ADMIN_CLIENT_ID: z
    .string()
    .regex(/^\w{1,128}$/, 'must be the id of an app client')
    .optional(),
  ADMIN_DOMAIN: domain.optional(),
  ADMIN_KEYS_URL: keysUrl.optional(),
};

export interface AdminPoolConfig {
  readonly poolId: string;
  readonly clientId: string;
  readonly domain: string;
  readonly keysUrl: string | undefined;
}

type Settings = z.output<z.ZodObject<typeof adminPoolSettings>>;
const together = ['ADMIN_POOL_ID', 'ADMIN_CLIENT_ID', 'ADMIN_DOMAIN'] as const;

/** All three or none: half a sign-in lets nobody in and says nothing. Every one that is missing is named. */
export const refineAdminPool = (data: Settings, context: z.RefinementCtx): void => {
  if (together.every((name) => data[name] === undefined)) return;
  for (const name of together) {
    if (data[name] === undefined)
      context.addIssue({ code: 'custom', path: [name], message: 'is needed with the other ADMIN_ settings' });
  }
};

/** Null when administrators sign in by the operator's links alone. */
export const adminPoolOf = (data: Settings): AdminPoolConfig | null => {
  const { ADMIN_POOL_ID: poolId, ADMIN_CLIENT_ID: clientId, ADMIN_DOMAIN: pages, ADMIN_KEYS_URL } = data;
  return poolId === undefined || clientId === undefined || pages === undefined
    ? null
    : { poolId, clientId, domain: pages, keysUrl: ADMIN_KEYS_URL };
};
