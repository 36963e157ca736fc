import { resolve } from 'node:path';
import type { ZodType } from 'zod';
import { startAdminServer } from '../compose-admin.ts';
import type { Config } from '../config.ts';
import { dataKey } from '../data-key.ts';
import { problem } from '../http/api-schema/problem.ts';
import { operatorToken } from '../operator-token.ts';
import { readServerAddress } from '../server-address.ts';

/** The API refused, or could not be reached (`UNREACHABLE`). */
export class CommandRefused extends Error {
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, details: Readonly<Record<string, unknown>> = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

/** /api/admin of one server, as the operator of its data folder. */
export interface AdminApi {
  readonly url: string;
  ask<T>(schema: ZodType<T>, method: string, path: string, body?: object): Promise<T>;
  tell(method: string, path: string, body?: object): Promise<void>;
  close(): Promise<void>;
}

const refusalOf = (status: number, text: string): CommandRefused => {
  try {
    const { code, details } = problem.parse(JSON.parse(text));
    return new CommandRefused(code, details);
  } catch {
    return new CommandRefused('UNREACHABLE', { status });
  }
};

const apiAt = (url: string, secret: string, close: () => Promise<void>): AdminApi => {
  const { origin } = new URL(url);
  const call = async (method: string, path: string, body?: object): Promise<string> => {
    let answer: Response;
    try {
      answer = await fetch(`${origin}/api/admin${path}`, {
        method,
        redirect: 'error',
        headers: {
          Authorization: `Bearer ${operatorToken(secret, origin, Date.now())}`,
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (error) {
      throw new CommandRefused('UNREACHABLE', { url: origin, cause: String((error as Error).cause ?? '') });
    }
    const text = await answer.text();
    if (!answer.ok) throw refusalOf(answer.status, text);
    return text;
  };
  return {
    url: origin,
    ask: async (schema, method, path, body) => schema.parse(JSON.parse(await call(method, path, body))),
    tell: async (method, path, body) => void (await call(method, path, body)),
    close,
  };
};

const isInUse = (error: unknown) => (error as { name?: string } | null)?.name === 'DataFolderInUse';

/**
 * The server at `url`; or the one that runs on the data folder; or, when none does, one in this process for as long as the
 * command takes. @throws CommandRefused UNREACHABLE
 */
export const openApi = async (config: Config, url: string | undefined): Promise<AdminApi> => {
  const folder = resolve(config.dataFolder);
  const { current: secret } = await dataKey(folder, config.secrets);
  if (url !== undefined) return apiAt(url, secret, async () => {});
  try {
    const server = await startAdminServer(config);
    return apiAt(server.url, secret, server.close);
  } catch (error) {
    if (!isInUse(error)) throw error;
    const running = await readServerAddress(folder);
    if (running === null) throw new CommandRefused('UNREACHABLE', { folder });
    return apiAt(running, secret, async () => {});
  }
};
