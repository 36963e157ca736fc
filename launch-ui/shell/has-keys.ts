/** A screen that is only touched has no keys to explain. */
export const hasKeys = (): boolean => !window.matchMedia('(hover: none)').matches;
