import { type RefObject, useEffect, useRef } from 'react';

/**
 * What took the place of a pressed button or a sent form has the focus then, or it would be nowhere: `move` is called by
 * whoever presses, and the focus goes to `target` as soon as `state` is another one. Nothing moves it otherwise.
 */
export const useFocusAfter = <Target extends HTMLElement>(
  state: unknown,
): { readonly target: RefObject<Target | null>; readonly move: () => void } => {
  const target = useRef<Target>(null);
  const wanted = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the change of state is what it waits for
  useEffect(() => {
    if (!wanted.current) return;
    wanted.current = false;
    target.current?.focus();
  }, [state]);
  return {
    target,
    move: () => {
      wanted.current = true;
    },
  };
};
