import { type Course, gradeColumnLabel, lineItemResourceId, lineItemTag } from '../attendance/course.ts';
import { maximumScore } from '../attendance/grade-policy.ts';
import type { Session } from '../attendance/session.ts';
import type { DeepLinkingRequest } from './deep-linking.ts';

/** A thing to place, with what its title says. */
export type Placement =
  | { readonly kind: 'course'; readonly gradeColumn: boolean }
  | { readonly kind: 'session'; readonly session: Session }
  | { readonly kind: 'own-record' };

/** LTI deep linking 2.0, section 3.2: the one type that opens a tool with a verified launch. */
const resourceLink = 'ltiResourceLink';

export const acceptsOurLinks = ({ acceptTypes }: DeepLinkingRequest): boolean => acceptTypes.includes(resourceLink);

const whenOf = ({ startsAt, title }: Session, timeZone: string): string => {
  const when = new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'medium', timeStyle: 'short' });
  return `${when.format(new Date(startsAt))}${title === '' ? '' : `, ${title}`}`;
};

const words = (placement: Placement, { timeZone }: Course): { readonly title: string; readonly text: string } => {
  switch (placement.kind) {
    case 'course':
      return { title: 'Attendance', text: 'Attendance of this course. Students see their own.' };
    case 'session':
      return {
        title: `Attendance: ${whenOf(placement.session, timeZone)}`,
        text: 'Attendance of one session. Students see their own entry.',
      };
    case 'own-record':
      return { title: 'My attendance', text: 'Each student’s own attendance, and how it came about.' };
  }
};

/**
 * A content item. The URL is the registered one for all of them, since Moodle finds the tool by it; which page a link opens
 * is in its custom value. LTI deep linking 2.0, section 3.2.1
 */
export const contentItem = (
  placement: Placement,
  course: Course,
  { launchUrl, custom }: { readonly launchUrl: string; readonly custom: string },
): object => ({
  type: resourceLink,
  ...words(placement, course),
  url: launchUrl,
  custom: { muster: custom },
  ...(placement.kind === 'course' && placement.gradeColumn
    ? {
        lineItem: {
          label: gradeColumnLabel,
          scoreMaximum: maximumScore,
          resourceId: lineItemResourceId(course.id),
          tag: lineItemTag,
        },
      }
    : {}),
});

const lti = 'https://purl.imsglobal.org/spec/lti/claim/';
const deepLinking = 'https://purl.imsglobal.org/spec/lti-dl/claim/';

/** What the platform may show its person: `says` as a note, `failure` as an error, whose `log` is for its administrators. */
export interface Remark {
  readonly says?: string;
  readonly failure?: { readonly says: string; readonly log: string };
}

/** LTI deep linking 2.0, section 4.5. `data` goes back as it came, and only if it came. */
export const responseClaims = (
  deployment: string,
  { data }: DeepLinkingRequest,
  items: readonly object[],
  { says, failure }: Remark = {},
): Readonly<Record<string, unknown>> => ({
  [`${lti}message_type`]: 'LtiDeepLinkingResponse',
  [`${lti}version`]: '1.3.0',
  [`${lti}deployment_id`]: deployment,
  [`${deepLinking}content_items`]: items,
  ...(data === null ? {} : { [`${deepLinking}data`]: data }),
  ...(says === undefined ? {} : { [`${deepLinking}msg`]: says }),
  ...(failure === undefined
    ? {}
    : { [`${deepLinking}errormsg`]: failure.says, [`${deepLinking}errorlog`]: failure.log }),
});
