import { useState } from 'react';
import type { Board } from '../../lti-server/http/api-schema/board.ts';
import { type Change, inverse, requestOf } from './undo-stack.ts';
import { useBoardChange } from './use-board.ts';

const deepest = 100;

/** Changes of a review and their undo, which is sending what stood before; the last change comes first. */
export const useReview = (session: string, board: Board) => {
  const change = useBoardChange(session);
  const [undos, setUndos] = useState<readonly (readonly Change[])[]>([]);
  const apply = async (wanted: Change) => {
    const back = inverse(board, wanted);
    setUndos((stack) => [back, ...stack].slice(0, deepest));
    try {
      await change.mutateAsync(requestOf(wanted));
    } catch {
      // The page shows the problem of the last change; there is nothing to take back.
      setUndos((stack) => stack.filter((other) => other !== back));
    }
  };
  const undo = () => {
    const [last, ...rest] = undos;
    if (last === undefined) return;
    setUndos(rest);
    for (const back of last) change.mutate(requestOf(back));
  };
  return { change, apply, undo, canUndo: undos.length > 0 };
};
