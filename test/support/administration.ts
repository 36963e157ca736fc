import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataKey } from '../../lti-server/data-key.ts';
import type { OneTimeLink } from '../../lti-server/http/api-schema/admin.ts';
import { operatorToken } from '../../lti-server/operator-token.ts';
import type { PracticeOptions } from '../../scripts/practice.ts';
import { openPractice, type RunningPractice } from './practice.ts';

export interface AdminClient {
  /** Parsed JSON of a call that must succeed. */
  call<T = Record<string, unknown>>(method: string, path: string, body?: object): Promise<T>;
  raw(method: string, path: string, body?: object): Promise<Response>;
}

/** The administrator's API with whatever bearer. */
export const adminClient = (toolUrl: string, bearer: () => string): AdminClient => {
  const raw = (method: string, path: string, body?: object) =>
    fetch(`${toolUrl}/api/admin${path}`, {
      method,
      headers: { Authorization: `Bearer ${bearer()}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    raw,
    async call<T>(method: string, path: string, body?: object) {
      const answer = await raw(method, path, body);
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
      return (text === '' ? {} : JSON.parse(text)) as T;
    },
  };
};

export interface AdministeredPractice extends RunningPractice {
  readonly dataFolder: string;
  /** As the operator of the data folder. */
  readonly operator: AdminClient;
  readonly operatorBearer: () => string;
}

/** A running tool, and what its operator can do. */
export const openAdministered = async (options: Partial<PracticeOptions> = {}): Promise<AdministeredPractice> => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'muster-test-'));
  const practice = await openPractice({ ...options, dataFolder });
  const { current: secret } = await dataKey(dataFolder, { current: undefined, previous: undefined });
  const operatorBearer = () => operatorToken(secret, practice.toolUrl, Date.now());
  return {
    ...practice,
    dataFolder,
    operatorBearer,
    operator: adminClient(practice.toolUrl, operatorBearer),
    async close() {
      await practice.close();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
};

/** The code of a fresh sign-in link. */
export const signInCode = async (operator: AdminClient): Promise<string> =>
  new URL((await operator.call<OneTimeLink>('POST', '/links', {})).url).hash.slice(1);

export const signIn = (toolUrl: string, code: string): Promise<Response> =>
  fetch(`${toolUrl}/api/admin/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ code }),
  });
