import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface Took {
  readonly ms: number;
  readonly cpuMs: number;
}

export interface LambdaProcess {
  /** Set by who means to hand it an event. */
  isBusy: boolean;
  readonly isDead: boolean;
  /** What loading it took. */
  readonly load: Took;
  /** What the last event took. */
  readonly last: Took;
  /** @throws Error when the function does, or when it is killed at it */
  invoke(event: unknown, msLeft: number): Promise<unknown>;
  kill(): void;
}

interface Told {
  readonly id?: number;
  readonly answer?: unknown;
  readonly failure?: string;
  readonly took?: Took;
}

const nothing: Took = { ms: 0, cpuMs: 0 };

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
  const state = { isBusy: false, isDead: false, load: nothing, last: nothing };
  let settle: ((told: Told) => void) | null = null;
  const finish = (told: Told) => {
    state.isBusy = false;
    state.last = told.took ?? nothing;
    settle?.(told);
    settle = null;
  };
  const ready = once(child, 'message');
  child.once('exit', () => {
    state.isDead = true;
    finish({ failure: 'killed' });
  });
  const [first] = (await Promise.race([ready, once(child, 'exit')])) as [{ readonly load?: Took }];
  if (state.isDead) throw new Error(`${folder} could not be loaded`);
  state.load = first.load ?? nothing;
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
