import type { Request, Response } from 'express';

/** `form_post` is a cross-site POST: Lax would not be sent. Partitioned (CHIPS) works where third-party cookies do not. */
const attributes = 'Path=/; Secure; SameSite=None; Partitioned';

/** One cookie a state, so that two launches side by side do not overwrite each other. */
const nameOf = (stateHash: string) => `__Host-muster-${stateHash.slice(0, 16)}`;

/** Tells the login page's script whether the browser keeps a cookie with these attributes; worth nothing to anybody. */
export const probeName = '__Host-muster-probe';

export const setLoginCookies = (res: Response, stateHash: string, binder: string, seconds: number): void => {
  res.append('Set-Cookie', `${nameOf(stateHash)}=${binder}; Max-Age=${seconds}; HttpOnly; ${attributes}`);
  res.append('Set-Cookie', `${probeName}=1; Max-Age=60; ${attributes}`);
};

export const clearLoginCookie = (res: Response, stateHash: string): void => {
  res.append('Set-Cookie', `${nameOf(stateHash)}=; Max-Age=0; HttpOnly; ${attributes}`);
};

export const readLoginCookie = (req: Request, stateHash: string): string | null => {
  for (const pair of (req.get('cookie') ?? '').split(/; */)) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at) === nameOf(stateHash)) return pair.slice(at + 1);
  }
  return null;
};
