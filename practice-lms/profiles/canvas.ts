import { fullName, testStudent } from '../people.ts';
import { tellsEmail, tellsNames } from '../tool.ts';
import { canvasRegistration } from './canvas-registration.ts';
import { canvasRoles } from './canvas-roles.ts';
import { canvasServices } from './canvas-services.ts';
import { opaqueId, uuidOf } from './derived-ids.ts';
import type { Profile } from './profile.ts';

/** Nulls and empty `errors` stand in real launches where nothing is to be said. */
const noErrors = { errors: { errors: {} }, validation_context: null };

const baseOf = (url: string) => `${new URL(url).origin}${new URL(url).pathname}`;

/** Canvas asks for the same base and for the registered parameters; more of them may stand beside. */
const redirectAllowed = (asked: string, registered: readonly string[]): boolean =>
  URL.canParse(asked) &&
  registered.some(
    (one) =>
      baseOf(one) === baseOf(asked) &&
      [...new URL(one).searchParams].every(([name, value]) => new URL(asked).searchParams.get(name) === value),
  );

/** The host that signs in is another than the one that shows courses, as sso.canvaslms.com is. */
const ssoOf = (url: string) => url.replace('127.0.0.1', 'localhost');

const frameFeatures = [
  'geolocation',
  'microphone',
  'camera',
  'midi',
  'encrypted-media',
  'autoplay',
  'clipboard-write',
  'display-capture',
];

export const canvasProfile: Profile = {
  name: 'canvas',
  title: 'Practice LMS with the habits of Canvas',
  says: 'It behaves as Canvas does where Canvas differs from the specification or from others.',
  extraPeople: [testStudent],
  builtIn: { id: '1', clientId: '10000000000001', deploymentId: `1:${opaqueId('account')}` },
  // One issuer for every school.
  site: (url) => ({ url, sso: ssoOf(url), issuer: 'https://canvas.instructure.com' }),
  sub: ({ id }) => uuidOf(id),
  contextId: ({ id }) => opaqueId(id),
  linkId: (number) => uuidOf(`link ${number}`),
  paths: {
    course: ({ number }) => String(number),
    auth: '/api/lti/authorize_redirect',
    token: '/login/oauth2/token',
    keys: '/api/lti/security/jwks',
    configuration: '/api/lti/security/openid-configuration',
    registration: '/api/lti/registrations',
    memberships: '/api/lti/courses/:course/names_and_roles',
    lineItems: '/api/lti/courses/:course/line_items',
    lineItem: '/api/lti/courses/:course/line_items/:item',
    query: () => '',
    contentReturn: '/courses/:course/deep_linking_response',
    contentReturnKey: 'for',
    contentReturnUrl: ({ number }, _tool, key) => `/courses/${number}/deep_linking_response?modal=true&for=${key}`,
  },
  launch: {
    tokenSeconds: 3600,
    hint: (id) => id,
    readHint: (hint) => hint,
    redirectAllowed,
    consumedError: {
      error: 'launch_no_longer_valid',
      description: 'The launch has either expired or already been consumed',
    },
    loginParameters: ({ tool }) => ({
      canvas_region: 'not_configured',
      canvas_environment: 'prod',
      deployment_id: tool.deploymentId,
    }),
    roles: canvasRoles,
    identity: ({ person, tool }) => ({
      ...(tellsNames(tool)
        ? { name: fullName(person), given_name: person.givenName, family_name: person.familyName }
        : {}),
      ...(tellsEmail(tool) ? { email: `${person.id}@practice.example` } : {}),
      ...(tool.privacy === 'public' ? { picture: 'https://canvas.instructure.com/images/messages/avatar-50.png' } : {}),
    }),
    context: ({ id, label, title }) => ({
      id: opaqueId(id),
      label,
      title,
      type: ['http://purl.imsglobal.org/vocab/lis/v2/course#CourseOffering'],
      ...noErrors,
    }),
    // From the course's menu the link is the course itself.
    resourceLink: ({ course, link }) => ({
      id: link?.id ?? opaqueId(course?.id ?? 'account'),
      title: link?.title ?? course?.title ?? 'Practice LMS',
      description: null,
      ...noErrors,
    }),
    variables: ({ person, course }) => ({
      'Person.address.timezone': 'Europe/London',
      'Canvas.user.id': uuidOf(person.id).slice(0, 8),
      'Message.locale': 'en-GB',
      ...(course === null
        ? {}
        : { 'Canvas.course.id': String(course.number), 'Canvas.course.sectionIds': `${course.number}1` }),
    }),
    claims: ({ person, course, tool, link }, { url }) => ({
      locale: 'en-GB',
      ...noErrors,
      'https://purl.imsglobal.org/spec/lti/claim/lti11_legacy_user_id': opaqueId(`legacy ${person.id}`),
      'https://purl.imsglobal.org/spec/lti/claim/lis': {
        person_sourcedid: tellsNames(tool) ? person.id : null,
        course_offering_sourcedid: null,
        ...noErrors,
      },
      'https://purl.imsglobal.org/spec/lti/claim/tool_platform': {
        guid: 'practice:canvas-lms',
        name: 'Practice LMS',
        version: 'cloud',
        product_family_code: 'canvas',
        ...noErrors,
      },
      'https://purl.imsglobal.org/spec/lti/claim/launch_presentation': {
        document_target: 'iframe',
        return_url: `${url}/courses/${course?.id ?? ''}`,
        locale: 'en-GB',
        height: 640,
        width: 1000,
        ...noErrors,
      },
      'https://www.instructure.com/placement':
        course === null ? 'account_navigation' : link === null ? 'course_navigation' : 'link_selection',
    }),
    deepLinkingSettings: {
      accept_types: ['link', 'ltiResourceLink', 'html', 'image'],
      accept_media_types: 'image/*,text/html,application/vnd.ims.lti.v1.ltilink,*/*',
      accept_presentation_document_targets: ['embed', 'iframe', 'window'],
      auto_create: false,
    },
    acceptMultiple: false,
    sendsData: true,
    frameAllow: () => [...frameFeatures.map((feature) => `${feature} *`), 'fullscreen *'].join('; '),
    wholeWindowOnPhones: false,
    storageTarget: 'post_message_forwarding',
  },
  services: canvasServices,
  registration: canvasRegistration,
};
