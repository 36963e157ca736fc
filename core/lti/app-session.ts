import type { CourseId, MemberId, RegistrationId } from '../ids.ts';
import type { DeepLinkingRequest } from './deep-linking.ts';
import type { Launch } from './launch.ts';
import type { Landing } from './placed-link.ts';
import type { Registration } from './registration.ts';
import type { CourseRole } from './roles.ts';

/**
 * The login that a launch opens: an opaque bearer bound to the launch. Only a hash of the bearer is stored. It
 * lives for hours and ends at once when its registration is disabled.
 */
export interface AppSession {
  /** SHA-256 of the bearer, base64url. */
  readonly tokenHash: string;
  readonly registration: RegistrationId;
  readonly deployment: string;
  readonly course: CourseId | null;
  readonly courseTitle: string | null;
  readonly member: MemberId;
  readonly sub: string;
  readonly name: string | null;
  readonly role: CourseRole;
  readonly administrator: boolean;
  readonly testUser: boolean;
  readonly masquerading: Launch['masquerading'];
  readonly locale: string | null;
  readonly timeZone: string | null;
  readonly returnUrl: string | null;
  /** Of a launch that places content; such a session can do that alone. */
  readonly deepLinking: DeepLinkingRequest | null;
  readonly landing: Landing;
  readonly startedAt: string;
  readonly expiresAt: string;
}

export const appSessionHours = 8;

/** Whether the app session still holds, as its registration is now. Its time is for whoever reads it. */
export const appSessionStands = (
  session: Pick<AppSession, 'startedAt' | 'deployment'>,
  { state, switchedOnAt, deployments }: Pick<Registration, 'state' | 'switchedOnAt' | 'deployments'>,
): boolean =>
  state === 'active' &&
  (switchedOnAt === undefined || session.startedAt >= switchedOnAt) &&
  deployments.find(({ id }) => id === session.deployment)?.state !== 'disabled';
