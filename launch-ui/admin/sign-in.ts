import { adminSession } from '../../lti-server/http/api-schema/admin.ts';
import { ApiProblem, askOpenly, tell } from '../api/client.ts';
import { forgetAdminSession, keepAdminSession } from './admin-bearer.ts';
import { comeBackFromPool, poolSignOut } from './pool-sign-in.ts';

/**
 * Trades the code in the address for a session, and takes it out of the address first: it is used up, and would only stand
 * in the history. Answers what went wrong; null when nothing did, or there was no code.
 */
export const signIn = async (): Promise<ApiProblem | null> => {
  const code = window.location.hash.slice(1);
  if (code === '') return comeBackFromPool();
  history.replaceState(null, '', window.location.pathname);
  try {
    keepAdminSession(await askOpenly(adminSession, 'POST', '/admin/session', { code }));
    return null;
  } catch (error) {
    return error instanceof ApiProblem ? error : new ApiProblem('INTERNAL', 500, null);
  }
};

export const signOut = async (): Promise<void> => {
  const place = await poolSignOut().catch(() => null);
  await tell('DELETE', '/admin/session').catch(() => {});
  forgetAdminSession();
  if (place !== null) window.location.assign(place);
};
