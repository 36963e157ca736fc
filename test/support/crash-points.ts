import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { bundleProgram } from './bundle-program.ts';
import type { CrashProgram } from './crash-program.ts';
import { effectPoints } from './effect-points.ts';
import { instant } from './stored-things.ts';

/** What a process found in its folder, and what must hold of it and around it in the end. */
export interface CrashScene {
  /** What is wrong; nothing, if all is well. */
  faults(): Promise<string[]>;
  close(): Promise<void>;
}

export interface Crash {
  readonly name: string;
  /** The program, and its file beside this one, to be started as a process. */
  readonly program: CrashProgram;
  readonly file: string;
  /** It starts others from files beside it, as the recogniser does its workers: it is not made one file first. */
  readonly startsOthers?: boolean;
  /** Prepares an empty folder as the process finds it. */
  open(folder: string): Promise<CrashScene>;
}

/** The sentences whose condition does not hold. */
export const failing = (checks: readonly (readonly [holds: boolean, fault: string])[]): string[] =>
  checks.flatMap(([holds, fault]) => (holds ? [] : [fault]));

const dies = instant(60);
/** While what the dead one leased is still its own; once it is free again (20 seconds); once a second try is due. */
const restarts = [instant(65), instant(200), instant(400)];

const run = promisify(execFile);

/** Its points when it lived; null when it was killed. */
const live = async (start: readonly string[], folder: string, killAfter: number): Promise<string[] | null> => {
  try {
    const { stdout } = await run(process.execPath, [...start, folder, dies, String(killAfter)]);
    return JSON.parse(stdout) as string[];
  } catch (error) {
    if ((error as { signal?: string }).signal === 'SIGKILL') return null;
    throw error;
  }
};

/** One life in a process of its own; then the same program again and again, in this process, which knows nothing of it. */
const visit = async ({ program, open }: Crash, start: readonly string[], killAfter: number) => {
  const folder = await mkdtemp(join(tmpdir(), 'muster-crash-'));
  const scene = await open(folder);
  try {
    const points = await live(start, folder, killAfter);
    for (const now of restarts) await program({ folder, now, effects: effectPoints({ killAfter: 0 }) });
    const faults = await scene.faults();
    return { points, faults: points === null || killAfter === 0 ? faults : [...faults, 'was not killed'] };
  } finally {
    await scene.close();
    await rm(folder, { recursive: true, force: true });
  }
};

const visitAll = async (crash: Crash, start: readonly string[]) => {
  const whole = await visit(crash, start, 0);
  const points = whole.points ?? [];
  const faults = whole.faults.map((fault) => `not killed: ${fault}`);
  for (let first = 0; first < points.length; first += 2) {
    const pair = points.slice(first, first + 2).map(async (point, index) => {
      const visited = await visit(crash, start, first + index + 1);
      return visited.faults.map((fault) => `${point}: ${fault}`);
    });
    faults.push(...(await Promise.all(pair)).flat());
  }
  return { points, faults };
};

/** Counts the effects of one life, then kills one process after each, two at a time. Prints the points and what is wrong. */
export const visitPoints = async (crash: Crash): Promise<{ points: readonly string[]; faults: readonly string[] }> => {
  const source = ['--import', 'tsx', fileURLToPath(new URL(crash.file, import.meta.url))];
  const bundle = crash.startsOthers === true ? null : await bundleProgram(crash.file);
  try {
    const { points, faults } = await visitAll(crash, bundle === null ? source : [bundle.path]);
    console.info(
      [`${crash.name}: ${points.length} points, ${faults.length} failures`, ...points, ...faults].join('\n'),
    );
    return { points, faults };
  } finally {
    await bundle?.remove();
  }
};
