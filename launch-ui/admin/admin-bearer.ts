import { type AdminSession, adminSession } from '../../lti-server/http/api-schema/admin.ts';

const storageKey = 'muster-admin';

/** For this tab alone: a new one needs a new link. */
export const keepAdminSession = (given: AdminSession): void =>
  sessionStorage.setItem(storageKey, JSON.stringify(given));

export const forgetAdminSession = (): void => sessionStorage.removeItem(storageKey);

/** Null when nobody is signed in, or no longer. */
export const adminBearer = (now: number = Date.now()): string | null => {
  const text = sessionStorage.getItem(storageKey);
  if (text === null) return null;
  const parsed = adminSession.safeParse(JSON.parse(text));
  return parsed.success && Date.parse(parsed.data.expiresAt) > now ? parsed.data.bearer : null;
};
