/** What Muster is called in a menu. */
export const toolTitle = 'Muster';
export const toolLabel = 'Attendance';
export const toolDescription =
  'Attendance by photograph, by code or by hand, decided by the teacher, with a column in the gradebook.';

const membership = 'http://purl.imsglobal.org/vocab/lis/v2/membership#';
const institution = 'http://purl.imsglobal.org/vocab/lis/v2/institution/person#';

export type MessageType = 'LtiResourceLinkRequest' | 'LtiDeepLinkingRequest';

/** A place in Canvas where Muster can be opened, and for whom. */
export interface Placement {
  readonly placement: 'course_navigation' | 'account_navigation' | 'assignment_selection' | 'link_selection';
  readonly messageType: MessageType;
  /** Canvas' word: `admins` are those who teach in a course, or administer an account. */
  readonly visibility: 'members' | 'admins';
  readonly roles: readonly string[];
  /** Shown to everybody at once, or only after a teacher has put it into the course's menu. */
  readonly enabled: boolean;
}

const teaching = [`${membership}Instructor`];

export const placements: readonly Placement[] = [
  {
    placement: 'course_navigation',
    messageType: 'LtiResourceLinkRequest',
    visibility: 'members',
    roles: [...teaching, `${membership}Learner`],
    // Students of a course that does not take attendance with Muster should not meet it.
    enabled: false,
  },
  {
    placement: 'account_navigation',
    messageType: 'LtiResourceLinkRequest',
    visibility: 'admins',
    roles: [`${institution}Administrator`],
    enabled: true,
  },
  ...(['assignment_selection', 'link_selection'] as const).map((placement) => ({
    placement,
    messageType: 'LtiDeepLinkingRequest' as const,
    visibility: 'admins' as const,
    roles: teaching,
    enabled: true,
  })),
];

/**
 * Custom parameters, each read by read-launch.ts. A variable that a platform does not know comes back as its own name
 * and is passed over.
 */
export const customParameters = (product: 'canvas' | 'moodle' | 'other'): Readonly<Record<string, string>> => ({
  person_timezone: '$Person.address.timezone',
  // Whoever acts as a student must not enrol that student's face. Canvas alone can say so.
  ...(product === 'canvas' ? { masquerading_user_id: '$Canvas.masqueradingUser.id' } : {}),
});

/** Names come with `public` and `name_only`, e-mail addresses and pictures with the first alone; Canvas' documentation of privacy levels. */
export const canvasPrivacyLevel = 'name_only';

const ags = 'https://purl.imsglobal.org/spec/lti-ags/scope/';

/** Everything that Muster ever asks a token for: the roster, the column, scores, and what became of them. */
export const wantedScopes: readonly string[] = [
  'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly',
  `${ags}lineitem`,
  `${ags}lineitem.readonly`,
  `${ags}score`,
  `${ags}result.readonly`,
];
