import { courses, type Person, type PracticeCourse, people } from './people.ts';
import type { Profile, Site } from './profiles/profile.ts';
import type { PracticeState } from './state.ts';
import { allScopes, type Tool } from './tool.ts';

/** What one score post may run into, for trying out how a tool copes. */
export type ScoreFault =
  | 'ok'
  | 'lose-answer'
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string };

/** What any service request may be answered instead of the truth. */
export type ServiceFault =
  | 'ok'
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    };

/** A request that a tool made of a service here, and how it ended. */
export interface ServiceRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly accept: string | null;
  readonly contentType: string | null;
  readonly userAgent: string | null;
  /** Those of the bearer; none without a good one. */
  readonly scopes: readonly string[];
  readonly body: unknown;
  readonly status: number;
}

export interface PlatformOptions {
  readonly toolUrl: string;
  /** Asked at each score post, the first being 1; `body` as it came. */
  readonly onScore?: (attempt: number, body: string) => ScoreFault;
  /** `count`: how many requests of services there have been, this one counted. */
  readonly onService?: (request: {
    readonly method: string;
    readonly path: string;
    readonly count: number;
  }) => ServiceFault;
  /** How long a service thinks before each answer; not at all unless said otherwise. */
  readonly answerAfterMs?: number;
  readonly now?: () => number;
  /** What the built-in tool was granted and told; everything unless said otherwise. */
  readonly grants?: Partial<Pick<Tool, 'scopes' | 'privacy' | 'custom'>>;
  /** Courses beside the standing ones. */
  readonly moreCourses?: readonly PracticeCourse[];
  /** How often a student may hand in, where the profile counts it; null: as often as they like. */
  readonly allowedAttempts?: number | null;
  /** In seconds; the profile's own unless said otherwise. */
  readonly serviceTokenSeconds?: number;
  /** lti_storage_target, where the profile has storage. */
  readonly storageTarget?: '_parent' | 'post_message_forwarding';
}

export interface Platform extends Site {
  readonly profile: Profile;
  readonly options: PlatformOptions;
  readonly toolUrl: string;
  readonly state: PracticeState;
  readonly people: readonly Person[];
  readonly courses: readonly PracticeCourse[];
  readonly builtIn: Tool;
  /** The newest last, ten thousand at most. */
  readonly requests: ServiceRequest[];
  /** Ids of courses that are over: their gradebooks are closed. */
  readonly concluded: Set<string>;
  /** Ids of line items that somebody has unpublished; only some platforms know such a thing. */
  readonly unpublished: Set<string>;
  tools(): readonly Tool[];
  findTool(id: string): Tool | null;
  findPerson(id: string): Person | null;
  /** By the user id that tools are told. */
  personOf(sub: string): Person | null;
  findCourse(id: string): PracticeCourse | null;
  /** By what stands in service URLs. */
  courseAt(part: string): PracticeCourse | null;
  now(): number;
}

/** Custom parameters under which Muster is entered here by hand. */
const custom = {
  person_timezone: '$Person.address.timezone',
  masquerading_user_id: '$Canvas.masqueradingUser.id',
} as const;

const builtInTool = (profile: Profile, { toolUrl, grants }: PlatformOptions, registrationId: string): Tool => ({
  ...profile.builtIn,
  name: 'Muster',
  loginUrl: `${toolUrl}/lti/login/${registrationId}`,
  targetLinkUri: `${toolUrl}/lti/launch`,
  deepLinkUri: `${toolUrl}/lti/launch`,
  redirectUris: [`${toolUrl}/lti/launch`],
  jwksUrl: `${toolUrl}/lti/keys/${registrationId}`,
  custom,
  scopes: [...allScopes],
  privacy: 'public',
  placements: ['course_navigation', 'account_navigation', 'link_selection'],
  state: 'active',
  ...grants,
});

export const openPlatform = (
  url: string,
  profile: Profile,
  options: PlatformOptions,
  registrationId: string,
  state: PracticeState,
): Platform => {
  const alsoTeaching = profile.extraPeople.filter(({ kind }) => kind === 'non-editing-teacher');
  const all = [...courses, ...(options.moreCourses ?? [])].map((course) => ({
    ...course,
    members: [...course.members, ...alsoTeaching],
  }));
  const everybody = new Map<string, Person>();
  for (const person of [...people, ...profile.extraPeople, ...all.flatMap(({ members }) => members)]) {
    everybody.set(person.id, person);
  }
  const bySub = new Map([...everybody.values()].map((person) => [profile.sub(person), person]));
  const builtIn = builtInTool(profile, options, registrationId);
  const tools = () => [builtIn, ...state.tools];
  return {
    ...profile.site(url),
    profile,
    options,
    toolUrl: options.toolUrl,
    state,
    people: [...people, ...profile.extraPeople],
    courses: all,
    builtIn,
    requests: [],
    concluded: new Set(),
    unpublished: new Set(),
    tools,
    findTool: (id) => tools().find((tool) => tool.id === id) ?? null,
    findPerson: (id) => everybody.get(id) ?? null,
    personOf: (sub) => bySub.get(sub) ?? null,
    findCourse: (id) => all.find((course) => course.id === id) ?? null,
    courseAt: (part) => all.find((course) => profile.paths.course(course) === part) ?? null,
    now: options.now ?? Date.now,
  };
};
