import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK } from 'jose';
import type { SigningKey } from '../../connectors/lms/token.ts';
import type { Course } from '../../core/attendance/course.ts';
import type { Registration } from '../../core/lti/registration.ts';
import type { ScoreFault } from '../../practice-lms/platform.ts';
import { startPracticeLms } from '../../practice-lms/server.ts';
import { aRegistration } from './stored-things.ts';

export interface ToolKeys {
  readonly url: string;
  readonly signingKey: SigningKey;
  close(): Promise<void>;
}

/** A tool as a platform knows it when it asks for nothing but grades: its published keys. */
export const publishToolKeys = async (): Promise<ToolKeys> => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'tool-1', alg: 'RS256', use: 'sig' };
  const server = createServer((_req, res) => {
    res.setHeader('Content-Type', 'application/json').end(JSON.stringify({ keys: [jwk] }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    signingKey: { kid: jwk.kid, privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() },
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
};

export interface PracticeGradebook {
  readonly registration: Registration;
  readonly gradeService: NonNullable<Course['gradeService']>;
  /** The body of each score that came in, byte for byte, in order. */
  readonly received: readonly string[];
  /** The columns that this tool made or found, by their URLs. */
  columns(): string[];
  /** What stands in the column of this resource id: student -> score. Undefined: there is no such column, or two. */
  gradesOf(resourceId: string): Record<string, number | null> | undefined;
  /** The scores that came in for a column that was there: its number, and the body. */
  takenIn(): { readonly item: string; readonly body: string }[];
  /** Somebody deletes the column of this resource id. */
  removeColumn(resourceId: string): void;
  /** What stands in the columns: student -> score; null for a cleared one. */
  grades(): Record<string, number | null>;
  /** A grade comes in from elsewhere, with a time of its own. */
  grade(student: string, score: number, timestamp: string): void;
  /** Remembers what stands and what came in so far; the answer brings that back. */
  keep(): () => void;
  close(): Promise<void>;
}

const scopes = ['lineitem', 'result.readonly', 'score'].map(
  (scope) => `https://purl.imsglobal.org/spec/lti-ags/scope/${scope}`,
);

/** The real practice LMS with an empty gradebook. `onScore` is asked before a score is taken in. */
export const openPracticeGradebook = async (
  tool: ToolKeys,
  onScore: (body: string, received: readonly string[]) => ScoreFault = () => 'ok',
): Promise<PracticeGradebook> => {
  const received: string[] = [];
  const lms = await startPracticeLms({
    port: 0,
    toolUrl: tool.url,
    dataFolder: null,
    photographsFolder: null,
    onScore(_attempt, body) {
      received.push(body);
      return onScore(body, received);
    },
  });
  const { state } = lms.platform;
  const lineItemsUrl = `${lms.url}/api/courses/statistics/lineitems`;
  return {
    registration: aRegistration({
      issuer: lms.url,
      clientId: lms.registration.clientId,
      tokenUrl: lms.registration.tokenUrl,
    }),
    gradeService: { lineItemsUrl, lineItemUrl: null, scopes },
    received,
    columns: () => state.lineItems.map(({ id }) => `${lineItemsUrl}/${id}`),
    grades: () =>
      Object.fromEntries(
        state.lineItems.flatMap(({ id }) =>
          Object.values(state.scores[id] ?? {}).map(({ user, score }) => [user, score] as const),
        ),
      ),
    gradesOf(resourceId) {
      const [item, ...more] = state.lineItems.filter((one) => one.resourceId === resourceId);
      if (item === undefined || more.length > 0) return undefined;
      return Object.fromEntries(Object.values(state.scores[item.id] ?? {}).map(({ user, score }) => [user, score]));
    },
    takenIn: () =>
      lms.platform.requests.flatMap(({ method, path, status, body }) => {
        const item = /\/lineitems\/(\d+)\/scores$/.exec(path)?.[1];
        return method === 'POST' && item !== undefined && status !== 404 ? [{ item, body: JSON.stringify(body) }] : [];
      }),
    removeColumn(resourceId) {
      const at = state.lineItems.findIndex((item) => item.resourceId === resourceId);
      const [removed] = state.lineItems.splice(at, 1);
      delete state.scores[removed?.id ?? ''];
    },
    grade(user, score, timestamp) {
      for (const { id, scoreMaximum: maximum } of state.lineItems) {
        state.scores[id] = { ...state.scores[id], [user]: { user, score, maximum, timestamp } };
      }
    },
    keep() {
      const { lineItems, scores, nextLineItem } = state;
      const kept = structuredClone({ lineItems, scores, nextLineItem });
      const [requests, bodies] = [lms.platform.requests.length, received.length];
      return () => {
        Object.assign(state, structuredClone(kept));
        lms.platform.requests.length = requests;
        received.length = bodies;
      };
    },
    close: () => lms.close(),
  };
};
