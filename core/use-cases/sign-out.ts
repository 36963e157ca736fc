import type { Services } from '../ports/services.ts';

/** Ends a login, and what is told on its open lines. Answers whether it stood. */
export const signOut = async (
  { appSessions, viewers }: Pick<Services, 'appSessions' | 'viewers'>,
  tokenHash: string,
): Promise<boolean> => {
  const stood = await appSessions.remove(tokenHash);
  await viewers.removeOf(tokenHash);
  return stood;
};
