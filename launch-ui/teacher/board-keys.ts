import type { BoardFace } from '../../lti-server/http/api-schema/board.ts';

export type KeyAction =
  | { readonly kind: 'move'; readonly by: 1 | -1 }
  | { readonly kind: 'choose'; readonly candidate: number }
  | { readonly kind: 'visitor' | 'not-a-face' | 'undo' | 'confirm' | 'help' };

const keys: Readonly<Record<string, KeyAction>> = {
  j: { kind: 'move', by: 1 },
  ArrowRight: { kind: 'move', by: 1 },
  k: { kind: 'move', by: -1 },
  ArrowLeft: { kind: 'move', by: -1 },
  '1': { kind: 'choose', candidate: 0 },
  '2': { kind: 'choose', candidate: 1 },
  '3': { kind: 'choose', candidate: 2 },
  v: { kind: 'visitor' },
  x: { kind: 'not-a-face' },
  u: { kind: 'undo' },
  Enter: { kind: 'confirm' },
  '?': { kind: 'help' },
};

/** What a key means on the board; nothing while somebody types, or presses a button with Enter. */
export const actionOf = (key: string, target: { readonly tagName: string }): KeyAction | null => {
  if (['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)) return null;
  if (key === 'Enter' && ['BUTTON', 'A', 'LABEL', 'SUMMARY'].includes(target.tagName)) return null;
  return keys[key.length === 1 ? key.toLowerCase() : key] ?? null;
};

/** A dialog has the keys to itself while it is open, wherever the focus has gone. */
export const isDialogOpen = (page: ParentNode): boolean => page.querySelector('[role="dialog"]') !== null;

/** Those that need a look, uncertain ones before new ones. */
export const queueOf = (faces: readonly BoardFace[]): BoardFace[] => [
  ...faces.filter(({ attention }) => attention === 'uncertain'),
  ...faces.filter(({ attention }) => attention === 'new'),
];

/** The face after (or before) the present one, around the end. */
export const neighbour = (faces: readonly BoardFace[], present: string | null, by: 1 | -1): string | null => {
  if (faces.length === 0) return null;
  const index = faces.findIndex(({ id }) => id === present);
  const next = index === -1 ? (by === 1 ? 0 : faces.length - 1) : (index + by + faces.length) % faces.length;
  return faces[next]?.id ?? null;
};
