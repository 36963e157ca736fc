import type { Person, PracticeCourse } from '../people.ts';
import type { StoredLink } from '../state.ts';
import type { Tool } from '../tool.ts';
import type { RegistrationHabits } from './registration-habits.ts';
import type { ServiceHabits } from './service-habits.ts';

export const profileNames = ['practice', 'canvas', 'moodle'] as const;
export type ProfileName = (typeof profileNames)[number];

/** Where this platform is reached. */
export interface Site {
  readonly url: string;
  /** The host that browsers are sent to for signing in; Canvas has one of its own. */
  readonly sso: string;
  readonly issuer: string;
}

/** What is launched: by whom, where, and with which link when it is not the tool's own place in the course. */
export interface Launched {
  readonly person: Person;
  readonly course: PracticeCourse | null;
  readonly tool: Tool;
  readonly link: StoredLink | null;
}

export interface Profile {
  readonly name: ProfileName;
  /** What the home page says of itself. */
  readonly title: string;
  readonly says: string;
  /** People that only this platform has; the non-editing teacher teaches every course, the test student none of its rosters. */
  readonly extraPeople: readonly Person[];
  readonly builtIn: { readonly id: string; readonly clientId: string; readonly deploymentId: string };
  site(url: string): Site;
  /** The user id that tools are told. */
  sub(person: Person): string;
  contextId(course: PracticeCourse): string;
  linkId(number: number): string;
  readonly paths: Paths;
  readonly launch: LaunchHabits;
  readonly services: ServiceHabits;
  readonly registration: RegistrationHabits;
}

/** `:course` is what `course` says of one, `:tool` and `:item` are their ids. */
export interface Paths {
  course(course: PracticeCourse): string;
  readonly auth: string;
  readonly token: string;
  readonly keys: string;
  readonly configuration: string;
  readonly registration: string;
  readonly memberships: string;
  readonly lineItems: string;
  readonly lineItem: string;
  /** Put behind line item URLs. */
  query(tool: Tool): string;
  /** Where a deep linking response is posted to, and the parameter that says to which request. */
  readonly contentReturn: string;
  readonly contentReturnKey: string;
  contentReturnUrl(course: PracticeCourse, tool: Tool, key: string): string;
}

export interface LaunchHabits {
  readonly tokenSeconds: number;
  /** `lti_message_hint`, around the one-time id of the launch; and back. */
  hint(id: string, launched: Launched): string;
  readHint(hint: string): string | null;
  redirectAllowed(asked: string, registered: readonly string[]): boolean;
  /** What the tool is told when its launch was used already, or never was. */
  readonly consumedError: { readonly error: string; readonly description: string };
  loginParameters(launched: Launched): Readonly<Record<string, string>>;
  roles(person: Person): readonly string[];
  identity(launched: Launched): Readonly<Record<string, unknown>>;
  context(course: PracticeCourse): Readonly<Record<string, unknown>>;
  resourceLink(launched: Launched): Readonly<Record<string, unknown>>;
  /** Substitution variables that have a value here; any other is sent as its own `$Name`. */
  variables(launched: Launched): Readonly<Record<string, string>>;
  /** Claims that only this platform sends, or sends in its own way. */
  claims(launched: Launched, site: Site): Readonly<Record<string, unknown>>;
  deepLinkingSettings: Readonly<Record<string, unknown>>;
  /** How many links a response may bring, by what the platform says of one that brings more. */
  readonly acceptMultiple: boolean;
  /** Whether deep_linking_settings carries `data`, which must come back unchanged. */
  readonly sendsData: boolean;
  /** The frame's `allow` attribute. */
  frameAllow(toolOrigin: string): string;
  /** Moodle: no frame on phones and tablets. */
  readonly wholeWindowOnPhones: boolean;
  /** lti_storage_target that launches carry; null: the platform has no storage. LTI client side postMessages 0.1. */
  readonly storageTarget: '_parent' | 'post_message_forwarding' | null;
}
