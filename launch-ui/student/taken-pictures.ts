const key = 'muster-pictures-taken';

/**
 * How many pictures of a face this tab has taken and not sent. The number alone is kept, so that a reload can say that
 * they are gone; the pictures themselves are written nowhere before their person has seen them.
 */
export const noteTaken = (pictures: number): void => {
  try {
    if (pictures === 0) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, String(pictures));
  } catch {
    // Storage is blocked: then a reload cannot tell.
  }
};

/** Since the last page of this tab was left by a reload; 0 otherwise. */
export const lostByReload = (): number => {
  try {
    return Number(sessionStorage.getItem(key) ?? 0) || 0;
  } catch {
    return 0;
  }
};
