import { useEffect } from 'react';
import { actionOf, isDialogOpen, type KeyAction } from './board-keys.ts';

/** The board's keys, wherever the focus is, but for text fields and open dialogs. */
export const useBoardKeys = (onAction: (action: KeyAction) => void): void => {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof HTMLElement)) return;
      if (event.defaultPrevented || isDialogOpen(document)) return;
      const action = actionOf(event.key, event.target);
      if (action === null) return;
      event.preventDefault();
      onAction(action);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
};
