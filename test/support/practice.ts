import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchAs } from '../../practice-lms/http-launch.ts';
import { type Practice, type PracticeOptions, startPractice } from '../../scripts/practice.ts';
import { putPhotographs } from './class-photographs.ts';

/** A port that is free now. Tool and LMS must know each other's before they listen. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });

export interface RunningPractice extends Practice {
  readonly toolUrl: string;
  readonly lmsUrl: string;
}

/** The real tool and the real practice LMS on an empty data folder. */
export const openPractice = async (options: Partial<PracticeOptions> = {}): Promise<RunningPractice> => {
  const dataFolder = options.dataFolder ?? (await mkdtemp(join(tmpdir(), 'muster-test-')));
  const [toolPort, lmsPort] = [options.toolPort ?? (await freePort()), options.lmsPort ?? (await freePort())];
  await putPhotographs(join(dataFolder, 'photographs'));
  // One thread recognises: opening each takes as long as ten pictures, and most tests show none.
  const faces = { MUSTER_FACE_WORKERS: '1', ...options.faces };
  const practice = await startPractice({ logLevel: 'silent', ...options, faces, toolPort, lmsPort, dataFolder });
  return {
    ...practice,
    toolUrl: practice.muster.url,
    lmsUrl: practice.lms.url,
    async close() {
      await practice.close();
      if (options.dataFolder === undefined) await rm(dataFolder, { recursive: true, force: true });
    },
  };
};

export interface Client {
  readonly bearer: string;
  /** Parsed JSON of a call that must succeed. */
  call<T = Record<string, unknown>>(method: string, path: string, body?: object): Promise<T>;
  /** The answer as it is. */
  raw(method: string, path: string, body?: object): Promise<Response>;
}

/** Whoever holds this bearer. */
export const clientOf = ({ toolUrl }: Pick<RunningPractice, 'toolUrl'>, bearer: string): Client => {
  const raw = (method: string, path: string, body?: object) =>
    fetch(`${toolUrl}/api${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${bearer}`,
        ...(body === undefined || body instanceof FormData ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }),
    });
  return {
    bearer,
    raw,
    async call<T>(method: string, path: string, body?: object) {
      const answer = await raw(method, path, body);
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
      return (text === '' ? {} : JSON.parse(text)) as T;
    },
  };
};

/** A person's app session, by a real launch. */
export const clientFor = async (practice: RunningPractice, person: string, course = 'biology-101'): Promise<Client> => {
  const { bearer, status } = await launchAs(practice.lmsUrl, person, course);
  if (bearer === null) throw new Error(`launch refused: ${status}`);
  return clientOf(practice, bearer);
};

export const pictureForm = (pictures: readonly Uint8Array[]): FormData => {
  const form = new FormData();
  for (const [index, picture] of pictures.entries()) {
    form.append('file', new Blob([Uint8Array.from(picture)]), `${index + 1}.jpg`);
  }
  return form;
};

/** Asks again until it holds; for what a worker does in its own time. */
export const eventually = async <T>(ask: () => Promise<T>, holds: (answer: T) => boolean, seconds = 30): Promise<T> => {
  const until = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (holds(answer)) return answer;
    if (Date.now() > until)
      throw new Error(`It did not come to hold in ${seconds} s: ${JSON.stringify(answer).slice(0, 400)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};
