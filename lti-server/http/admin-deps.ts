import type { Logger } from 'pino';
import type { RegistrationKeys } from '../../core/ports/registration-keys.ts';
import type { Services } from '../../core/ports/services.ts';

/** What the administration of the tool is given. It needs no recogniser, no worker and nothing of any course. */
export interface AdminDeps
  extends Pick<
    Services,
    | 'registrations'
    | 'registrationDrafts'
    | 'invitations'
    | 'adminLinks'
    | 'adminSessions'
    | 'appSessions'
    | 'usage'
    | 'ids'
    | 'clock'
  > {
  readonly publicUrl: string;
  readonly keys: RegistrationKeys;
  readonly allowHttpLoopback: boolean;
  /** Of the data folder: what operator tokens are signed with. */
  readonly operatorSecret: string;
  /** Where operators may address us: the public origin, and the one on this machine. */
  readonly origins: readonly string[];
  readonly logger: Logger;
}
