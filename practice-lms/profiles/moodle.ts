import { fullName, nonEditingTeacher } from '../people.ts';
import { role } from '../role-names.ts';
import { tellsEmail, tellsNames } from '../tool.ts';
import { numberOf } from './derived-ids.ts';
import { moodleRegistration } from './moodle-registration.ts';
import { moodleServices } from './moodle-services.ts';
import type { Profile } from './profile.ts';

/** The activity's number; the tool's standing place in a course is one activity of it. */
const activityOf = (courseNumber: number) => String(100 + courseNumber);

export const moodleProfile: Profile = {
  name: 'moodle',
  title: 'Practice LMS with the habits of Moodle',
  says: 'It behaves as Moodle does where Moodle differs from the specification or from others.',
  extraPeople: [nonEditingTeacher],
  builtIn: { id: '3', clientId: 'Hc7VrtQ2mPzKd1e', deploymentId: '3' },
  site: (url) => ({ url, sso: url, issuer: url }),
  sub: ({ id }) => numberOf(id),
  contextId: ({ number }) => String(number),
  linkId: (number) => String(200 + number),
  paths: {
    course: ({ number }) => String(number),
    auth: '/mod/lti/auth.php',
    token: '/mod/lti/token.php',
    keys: '/mod/lti/certs.php',
    configuration: '/mod/lti/openid-configuration.php',
    registration: '/mod/lti/openid-registration.php',
    memberships: '/mod/lti/services.php/CourseSection/:course/bindings/:tool/memberships',
    lineItems: '/mod/lti/services.php/:course/lineitems',
    lineItem: '/mod/lti/services.php/:course/lineitems/:item/lineitem',
    query: ({ id }) => `?type_id=${id}`,
    contentReturn: '/mod/lti/contentitem_return.php',
    contentReturnKey: 'sesskey',
    contentReturnUrl: ({ number }, { id }, key) =>
      `/mod/lti/contentitem_return.php?course=${number}&id=${id}&sesskey=${key}`,
  },
  launch: {
    tokenSeconds: 60,
    hint: (id, { course }) => JSON.stringify({ cmid: Number(activityOf(course?.number ?? 1)), launchid: id }),
    readHint(hint) {
      try {
        const { launchid } = JSON.parse(hint) as { launchid?: unknown };
        return typeof launchid === 'string' ? launchid : null;
      } catch {
        return null;
      }
    },
    redirectAllowed: (asked, registered) => registered.includes(asked),
    consumedError: { error: 'invalid_request', description: 'No launch of this id' },
    loginParameters: () => ({}),
    // Whoever may manage the tool is Instructor: the teacher who may not edit as well. Nothing is said of assistants.
    roles({ kind }) {
      if (kind === 'admin') return [role.instructor, role.systemAdministrator, role.institutionAdministrator];
      return [kind === 'teacher' || kind === 'non-editing-teacher' || kind === 'ta' ? role.instructor : role.learner];
    },
    identity: ({ person, tool }) => ({
      ...(tellsNames(tool)
        ? { name: fullName(person), given_name: person.givenName, family_name: person.familyName }
        : {}),
      ...(tellsEmail(tool) ? { email: `${person.id}@practice.example` } : {}),
    }),
    context: ({ number, label, title }) => ({ id: String(number), label, title, type: ['CourseSection'] }),
    resourceLink: ({ course, link }) => ({
      id: link?.id ?? activityOf(course?.number ?? 1),
      title: link?.title ?? 'Muster',
      description: '',
    }),
    variables: ({ person, course, tool }) => ({
      'User.id': numberOf(person.id),
      'User.username': person.id,
      // 99 stands for "the server's own".
      'Person.address.timezone': '99',
      'Moodle.Person.userGroupIds': '',
      ...(tellsNames(tool) ? { 'Person.name.full': fullName(person) } : {}),
      ...(course === null ? {} : { 'Context.id': String(course.number) }),
    }),
    claims: ({ person, course }, { url }) => ({
      'https://purl.imsglobal.org/spec/lti/claim/ext': { user_username: person.id, lms: 'moodle-2' },
      'https://purl.imsglobal.org/spec/lti/claim/lis': { person_sourcedid: '', course_section_sourcedid: '' },
      'https://purl.imsglobal.org/spec/lti/claim/tool_platform': {
        guid: new URL(url).hostname,
        name: 'Practice LMS',
        description: 'Practice LMS',
        version: '2024100700',
        product_family_code: 'moodle',
      },
      'https://purl.imsglobal.org/spec/lti/claim/launch_presentation': {
        locale: 'en',
        document_target: 'iframe',
        return_url: `${url}/courses/${course?.id ?? ''}?launch_container=4`,
      },
    }),
    deepLinkingSettings: {
      accept_types: ['ltiResourceLink'],
      accept_presentation_document_targets: ['frame', 'iframe', 'window'],
      accept_copy_advice: false,
      accept_unsigned: false,
      auto_create: true,
      can_confirm: false,
    },
    acceptMultiple: true,
    sendsData: false,
    // To the registered address alone, port and all.
    frameAllow: (toolOrigin) =>
      ['microphone', 'camera', 'geolocation', 'midi', 'encrypted-media', 'autoplay']
        .map((feature) => `${feature} ${toolOrigin}`)
        .concat('fullscreen *')
        .join('; '),
    wholeWindowOnPhones: true,
    storageTarget: null,
  },
  services: moodleServices,
  registration: moodleRegistration,
};
