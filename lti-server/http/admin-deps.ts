import type { Logger } from '../../core/ports/logger.ts';
import type { RegistrationKeys } from '../../core/ports/registration-keys.ts';
import type { Services } from '../../core/ports/services.ts';
import type { AdminSignIn } from '../admin-sign-in.ts';

/** What the administration of the tool is given. It needs no recogniser, no worker and nothing of any course. */
export interface AdminDeps
  extends Pick<
    Services,
    | 'registrations'
    | 'health'
    | 'registrationDrafts'
    | 'invitations'
    | 'adminLinks'
    | 'adminSessions'
    | 'reportKeys'
    | 'appSessions'
    | 'usage'
    | 'ids'
    | 'clock'
    | 'metrics'
  > {
  readonly publicUrl: string;
  readonly keys: RegistrationKeys;
  readonly allowHttpLoopback: boolean;
  /** Of the data folder: what operator tokens are signed with. */
  readonly operatorSecret: string;
  /** Where operators may address us: the public origin, and the one on this machine. */
  readonly origins: readonly string[];
  /** The user pool by which administrators sign in; null when links are the only way. */
  readonly signIn: AdminSignIn | null;
  readonly logger: Logger;
}
