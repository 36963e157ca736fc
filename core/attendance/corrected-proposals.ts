import { propose } from '../biometrics/identification.ts';
import type { Board } from './board.ts';
import type { Capture } from './capture.ts';

/** How one version of an engine did in a session: what it would have recorded by itself, and how much of that a teacher changed. */
export interface ProposalTally {
  readonly engine: string;
  readonly modelVersion: string;
  readonly made: number;
  readonly corrected: number;
}

/**
 * Of a board that is being confirmed. A proposal is a *match*: what becomes a record unless somebody acts. Faces that recognition
 * itself asks about are questions, and say nothing of how often it is wrong. A teacher corrects a match by naming somebody
 * else or nobody, or by marking whom it named as absent all the same.
 */
export const talliesOf = (board: Board, captures: readonly Capture[]): ProposalTally[] => {
  const absent = new Set(board.members.flatMap(({ member, status }) => (status === 'absent' ? [member.id] : [])));
  const counted = new Map(board.faces.map(({ face, member }) => [face.id, member]));
  const tallies = new Map<string, ProposalTally>();
  for (const { id, engine } of captures) {
    if (engine === null) continue;
    const faces = board.faces.map(({ face }) => face).filter(({ capture }) => capture === id);
    const matches = propose(faces, engine.thresholds).filter(({ decision }) => decision === 'match');
    const corrected = matches.filter(
      ({ face, member }) => member === null || counted.get(face) !== member || absent.has(member),
    );
    const key = JSON.stringify([engine.engine, engine.modelVersion]);
    const before = tallies.get(key) ?? {
      engine: engine.engine,
      modelVersion: engine.modelVersion,
      made: 0,
      corrected: 0,
    };
    tallies.set(key, {
      ...before,
      made: before.made + matches.length,
      corrected: before.corrected + corrected.length,
    });
  }
  return [...tallies.values()].filter(({ made }) => made > 0);
};
