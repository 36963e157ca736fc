/**
 * Course rights come from context roles alone (design rule 6). LTI core 1.3, appendix A.2: a bare name is a
 * context (membership) role; institution and system roles say nothing about a course.
 */
export type CourseRole = 'teacher' | 'ta' | 'student' | 'observer' | 'none';

export interface RoleReading {
  readonly role: CourseRole;
  readonly administrator: boolean;
  readonly testUser: boolean;
}

const membership = 'http://purl.imsglobal.org/vocab/lis/v2/membership#';
const subRole = 'http://purl.imsglobal.org/vocab/lis/v2/membership/';
const institutionPerson = 'http://purl.imsglobal.org/vocab/lis/v2/institution/person#';
const systemPerson = 'http://purl.imsglobal.org/vocab/lis/v2/system/person#';
const testUserRole = 'http://purl.imsglobal.org/vocab/lti/system/person#TestUser';

/** `membership#Instructor` and bare `Instructor` alike, as `Instructor`; a sub-role as `Instructor#TeachingAssistant`. */
const contextRole = (uri: string): string | null => {
  if (uri.startsWith(membership)) return uri.slice(membership.length);
  if (uri.startsWith(subRole)) return uri.slice(subRole.length);
  return /^[A-Za-z]+$/.test(uri) ? uri : null;
};

const isTeachingAssistant = (role: string) => role === 'TeachingAssistant' || role.endsWith('#TeachingAssistant');

/**
 * Reads the `roles` claim, or the roles of an NRPS member. A TA carries Instructor too on Canvas, so the
 * sub-role wins over Instructor; anything unknown grants nothing.
 */
export const readRoles = (roles: readonly string[]): RoleReading => {
  const context = roles.map(contextRole).filter((role): role is string => role !== null);
  const has = (name: string) => context.some((role) => role === name || role.startsWith(`${name}#`));
  const role: CourseRole = context.some(isTeachingAssistant)
    ? 'ta'
    : has('Instructor')
      ? 'teacher'
      : has('Learner')
        ? 'student'
        : has('Mentor')
          ? 'observer'
          : 'none';
  const administrator = roles.some(
    (uri) =>
      (uri.startsWith(institutionPerson) && uri.endsWith('#Administrator')) ||
      (uri.startsWith(systemPerson) && /#(Administrator|SysAdmin)$/.test(uri)),
  );
  return { role, administrator, testUser: roles.includes(testUserRole) };
};
