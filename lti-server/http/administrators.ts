import type { AdminGroup } from '../../core/admin-rights.ts';
import type { Services } from '../../core/ports/services.ts';
import type { AdminSignIn } from '../admin-sign-in.ts';
import { digest } from '../lti/secrets.ts';
import { isOperatorToken } from '../operator-token.ts';

/** Unlike the bearer of an app session it names no registration: neither is taken for the other. */
const sessionPattern = /^Bearer admin\.([A-Za-z0-9_-]{43})$/;
const operatorPattern = /^Bearer (operator\..+)$/;
/** RFC 7515, compact serialisation; Cognito's tokens have one to two kilobytes. */
const tokenPattern = /^Bearer (eyJ[\w-]{10,}\.[\w-]{10,8000}\.[\w-]{10,})$/;

export type Administrator =
  | { readonly kind: 'operator' }
  | { readonly kind: 'session'; readonly digest: string }
  /** Signed in at the user pool; `subject` is its opaque id of the person. */
  | { readonly kind: 'token'; readonly subject: string; readonly groups: readonly AdminGroup[] };

export interface AdministratorDeps extends Pick<Services, 'adminSessions' | 'clock' | 'metrics'> {
  readonly operatorSecret: string;
  readonly origins: readonly string[];
  readonly signIn: AdminSignIn | null;
}

/** Who can read the data folder, or was given a link by them, may do everything. */
export const groupsOf = (administrator: Administrator): readonly AdminGroup[] =>
  administrator.kind === 'token' ? administrator.groups : ['admin'];

/** Who administers, by an Authorization header: a token of the operator, a session by link, or a sign-in at the user pool. */
export const administratorOf = async (deps: AdministratorDeps, header: string): Promise<Administrator | null> => {
  const now = deps.clock.now();
  const token = operatorPattern.exec(header)?.[1];
  if (token !== undefined) {
    return isOperatorToken(token, deps.operatorSecret, deps.origins, Date.parse(now)) ? { kind: 'operator' } : null;
  }
  const signed = tokenPattern.exec(header)?.[1];
  if (signed !== undefined && deps.signIn !== null) {
    const answer = await deps.signIn.tokens.verify(signed);
    // One that ran out in an open tab is no sign-in that failed.
    if (answer.kind === 'refused') deps.metrics.count('SignInFailed');
    if (answer.kind !== 'valid') return null;
    const { subject, groups } = answer;
    return { kind: 'token', subject, groups };
  }
  const secret = sessionPattern.exec(header)?.[1];
  if (secret === undefined) return null;
  const kept = digest(secret);
  return (await deps.adminSessions.find(kept, now)) === null ? null : { kind: 'session', digest: kept };
};
