import { type LambdaProcess, startLambdaProcess } from './lambda-process.ts';
import type { Unzipped } from './unzipped.ts';

export interface LogLine {
  readonly function: string;
  readonly text: string;
}

export interface LambdaPool {
  /** What a new instance is given. */
  envOf(name: string): Readonly<Record<string, string>>;
  invoke<T = unknown>(name: string, event: unknown, msLeft?: number): Promise<T>;
  /** Ends what is at work now, as if its machine had died. */
  kill(name: string): void;
  /** The next event finds no instance, and begins with a cold start. */
  coolDown(name: string): void;
  /** Invocations that threw or died: what Lambda counts in the function's metric Errors. */
  errorsOf(name: string): number;
  /** Everything that functions have written. */
  readonly logs: LogLine[];
  close(): void;
}

/** Instances of each function: a busy one is joined by another, up to `most`; then events wait. */
export const lambdaPool = (
  unzipped: Unzipped,
  env: Readonly<Record<string, string>>,
  most: Readonly<Record<string, number>>,
): LambdaPool => {
  const instances = new Map<string, Set<LambdaProcess>>();
  const starting = new Map<string, number>();
  const waiting: (() => void)[] = [];
  const logs: LogLine[] = [];
  const errors = new Map<string, number>();
  const errorsOf = (name: string) => errors.get(name) ?? 0;
  const envOf = (name: string) => ({ ...env, AWS_LAMBDA_FUNCTION_NAME: name, AWS_SDK_UA_APP_ID: name });
  const take = async (name: string): Promise<LambdaProcess> => {
    const all = instances.get(name) ?? new Set<LambdaProcess>();
    instances.set(name, all);
    for (;;) {
      for (const one of all) if (one.isDead) all.delete(one);
      const idle = [...all].find(({ isBusy }) => !isBusy);
      if (idle !== undefined) {
        idle.isBusy = true;
        return idle;
      }
      const begun = starting.get(name) ?? 0;
      if (all.size + begun >= (most[name] ?? 1)) {
        await new Promise<void>((resolve) => waiting.push(resolve));
        continue;
      }
      starting.set(name, begun + 1);
      try {
        const log = (text: string) => void logs.push({ function: name, text });
        all.add(await startLambdaProcess(unzipped.folderOf(name), envOf(name), log));
      } finally {
        starting.set(name, (starting.get(name) ?? 1) - 1);
        for (const wake of waiting.splice(0)) wake();
      }
    }
  };
  return {
    envOf,
    errorsOf,
    logs,
    async invoke<T>(name: string, event: unknown, msLeft = 120_000) {
      const instance = await take(name);
      try {
        return (await instance.invoke(event, msLeft)) as T;
      } catch (error) {
        errors.set(name, errorsOf(name) + 1);
        throw error;
      } finally {
        for (const wake of waiting.splice(0)) wake();
      }
    },
    kill(name) {
      for (const instance of instances.get(name) ?? []) if (instance.isBusy) instance.kill();
    },
    coolDown(name) {
      for (const instance of instances.get(name) ?? []) instance.kill();
      instances.delete(name);
    },
    close() {
      for (const name of instances.keys()) for (const instance of instances.get(name) ?? []) instance.kill();
    },
  };
};
