import { useCallback, useState } from 'react';
import type { Board } from '../../lti-server/http/api-schema/board.ts';
import { type Change, requestOf, wayBack } from './undo-stack.ts';
import { useBoardChange } from './use-board.ts';

const deepest = 100;

/** Changes of a review and their undo, which is sending what stood before; the last change comes first. */
export const useReview = (session: string, board: Board) => {
  const change = useBoardChange(session);
  const [undos, setUndos] = useState<readonly (readonly Change[])[]>([]);
  const { mutateAsync } = change;
  const apply = useCallback(
    async (wanted: Change) => {
      const back = wayBack(board, wanted);
      setUndos((stack) => [back, ...stack].slice(0, deepest));
      try {
        await mutateAsync(requestOf(wanted));
      } catch {
        // The page shows the problem of the last change; there is nothing to take back.
        setUndos((stack) => stack.filter((other) => other !== back));
      }
    },
    [board, mutateAsync],
  );
  const undo = useCallback(async () => {
    const [last, ...rest] = undos;
    if (last === undefined) return;
    setUndos(rest);
    try {
      for (const back of last) await mutateAsync(requestOf(back));
    } catch {
      // The page shows the problem of the last change.
    }
  }, [undos, mutateAsync]);
  return { change, apply, undo, canUndo: undos.length > 0 };
};
