import type { CourseId, RegistrationId, SessionId } from '../ids.ts';
import type { Expiring } from './registration-access.ts';

/** Leave to open one line to a session's page, once and within seconds. Whose it is, the app session alone says. */
export interface LiveTicket extends Expiring {
  readonly registration: RegistrationId;
  /** Of the app session that asked. */
  readonly tokenHash: string;
  readonly course: CourseId;
  readonly session: SessionId;
}

/** An open line to somebody's page. */
export interface Viewer {
  readonly connection: string;
  readonly registration: RegistrationId;
  readonly tokenHash: string;
  /** What is told on this line: of a session, and of its course. */
  readonly topics: readonly string[];
  /** Unless its page says something before: nothing is told to it from then on. */
  readonly expiresAt: string;
  /** Whatever its page says. */
  readonly endsAt: string;
}

/** Several tabs of one launch, and no more. */
export const viewersOfAppSession = 6;

export interface ViewerStore {
  /** False, and nothing stands, when the app session has as many lines as it may have. */
  add(viewer: Viewer, now: string): Promise<boolean>;
  find(connection: string, now: string): Promise<Viewer | null>;
  /** The connections of those who look at this. */
  connectionsOf(topic: string, now: string): Promise<string[]>;
  /** From now on it expires then. */
  prolong(viewer: Viewer, expiresAt: string): Promise<void>;
  /** Of an unknown one: nothing to do. */
  remove(connection: string): Promise<void>;
  /** All of an app session. */
  removeOf(tokenHash: string): Promise<void>;
}
