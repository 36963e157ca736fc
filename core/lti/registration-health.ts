import type { ErrorCode } from '../errors.ts';

/** What goes between us and an LMS: people who come, the list of people, the gradebook, and leave to ask for the latter two. */
export type HealthKind = 'launch' | 'roster' | 'gradebook' | 'keys';

/** When something last went well, and when and with which code it last failed. Of nobody in particular. */
export interface KindHealth {
  readonly wellAt: string | null;
  readonly failedAt: string | null;
  readonly failedWith: ErrorCode | null;
}

export type RegistrationHealth = Readonly<Record<HealthKind, KindHealth>>;
