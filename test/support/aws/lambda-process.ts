import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface LambdaProcess {
  /** Set by who means to hand it an event. */
  isBusy: boolean;
  readonly isDead: boolean;
  /** What loading it took. */
  readonly loadMs: number;
  /** What the last event took. */
  readonly lastMs: number;
  /** @throws Error when the function does, or when it is killed at it */
  invoke(event: unknown, msLeft: number): Promise<unknown>;
  kill(): void;
}

interface Told {
  readonly id?: number;
  readonly answer?: unknown;
  readonly failure?: string;
  readonly ms?: number;
}

/** One instance of a packaged function in a process of its own: one event at a time, as Lambda has it. */
export const startLambdaProcess = async (
  folder: string,
  env: Readonly<Record<string, string>>,
  log: (line: string) => void,
): Promise<LambdaProcess> => {
  const child: ChildProcess = fork(fileURLToPath(new URL('lambda-host.mjs', import.meta.url)), [folder], {
    execArgv: [],
    env: { PATH: process.env.PATH ?? '', AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [child.stdout, child.stderr]) if (stream !== null) createInterface(stream).on('line', log);
  const state = { isBusy: false, isDead: false, loadMs: 0, lastMs: 0 };
  let settle: ((told: Told) => void) | null = null;
  const finish = (told: Told) => {
    state.isBusy = false;
    state.lastMs = told.ms ?? 0;
    settle?.(told);
    settle = null;
  };
  const ready = once(child, 'message');
  child.once('exit', () => {
    state.isDead = true;
    finish({ failure: 'killed' });
  });
  const [first] = (await Promise.race([ready, once(child, 'exit')])) as [{ readonly loadMs?: number }];
  if (state.isDead) throw new Error(`${folder} could not be loaded`);
  state.loadMs = first.loadMs ?? 0;
  child.on('message', (told: Told) => finish(told));
  let count = 0;
  return Object.assign(state, {
    async invoke(event: unknown, msLeft: number) {
      count += 1;
      state.isBusy = true;
      const told = await new Promise<Told>((resolve) => {
        settle = resolve;
        child.send({ id: count, event, msLeft });
      });
      if (told.failure !== undefined) throw new Error(told.failure);
      return told.answer;
    },
    kill: () => void child.kill('SIGKILL'),
  });
};
