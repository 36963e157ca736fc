import { useCallback, useRef } from 'react';

/** The same function in every drawing, which does what the newest one does: what is given it need not be drawn anew. */
export const useSteady = <Given extends readonly unknown[], Answer>(
  act: (...given: Given) => Answer,
): ((...given: Given) => Answer) => {
  const newest = useRef(act);
  newest.current = act;
  return useCallback((...given: Given) => newest.current(...given), []);
};
