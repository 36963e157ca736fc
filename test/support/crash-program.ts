import { fileURLToPath } from 'node:url';
import { type EffectPoints, effectPoints } from './effect-points.ts';

export interface ProgramStart {
  readonly folder: string;
  /** What its clock says. */
  readonly now: string;
  readonly effects: EffectPoints;
}

/** What a process does with a data folder, from opening it to closing it. Whatever it stores or sends goes through `effects`. */
export type CrashProgram = (start: ProgramStart) => Promise<void>;

/**
 * For the end of a program's file. Started as a process, it is killed after effect number `killAfter`, or prints its
 * points when it lives to the end; imported, nothing happens.
 */
export const runWhenStarted = async (url: string, program: CrashProgram): Promise<void> => {
  if (process.argv[1] !== fileURLToPath(url)) return;
  const [folder = '', now = '', killAfter = '0'] = process.argv.slice(2);
  const effects = effectPoints({ killAfter: Number(killAfter) });
  await program({ folder, now, effects });
  process.stdout.write(JSON.stringify(effects.points()));
};
