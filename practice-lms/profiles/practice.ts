import { fullName } from '../people.ts';
import { targetsOf, usualRefusal } from './plain-registration.ts';
import { practiceServices } from './practice-services.ts';
import type { Profile } from './profile.ts';
import { usualRoles } from './usual-roles.ts';

/** The plain platform: the specification as it is written, without habits. */
export const practiceProfile: Profile = {
  name: 'practice',
  title: 'Practice LMS',
  says: 'It follows the LTI specification to the letter.',
  extraPeople: [],
  builtIn: { id: 'muster', clientId: 'muster-practice', deploymentId: 'practice-1' },
  site: (url) => ({ url, sso: url, issuer: url }),
  sub: ({ id }) => id,
  contextId: ({ id }) => id,
  linkId: (number) => `link-${number}`,
  paths: {
    course: ({ id }) => id,
    auth: '/auth',
    token: '/token',
    keys: '/jwks',
    configuration: '/.well-known/openid-configuration',
    registration: '/register',
    memberships: '/api/courses/:course/memberships',
    lineItems: '/api/courses/:course/lineitems',
    lineItem: '/api/courses/:course/lineitems/:item',
    query: () => '',
    contentReturn: '/courses/:course/content/return',
    contentReturnKey: 'for',
    contentReturnUrl: ({ id }, _tool, key) => `/courses/${id}/content/return?for=${key}`,
  },
  launch: {
    tokenSeconds: 300,
    hint: (id) => id,
    readHint: (hint) => hint,
    redirectAllowed: (asked, registered) => registered.includes(asked),
    consumedError: { error: 'launch_no_longer_valid', description: 'This launch was used, or is too old.' },
    loginParameters: () => ({}),
    roles: usualRoles,
    identity: ({ person }) => ({
      name: fullName(person),
      given_name: person.givenName,
      family_name: person.familyName,
      email: `${person.id}@practice.example`,
    }),
    context: ({ id, label, title }) => ({
      id,
      label,
      title,
      type: ['http://purl.imsglobal.org/vocab/lis/v2/course#CourseSection'],
    }),
    resourceLink: ({ course, link }) =>
      link === null ? { id: `muster-${course?.id ?? 'site'}`, title: 'Muster' } : { id: link.id, title: link.title },
    variables: () => ({ 'Person.address.timezone': 'Europe/London' }),
    claims: ({ course }, { url }) => ({
      locale: 'en-GB',
      'https://purl.imsglobal.org/spec/lti/claim/tool_platform': {
        guid: 'practice-lms',
        name: 'Practice LMS',
        product_family_code: 'practice',
      },
      'https://purl.imsglobal.org/spec/lti/claim/launch_presentation': {
        document_target: 'iframe',
        locale: 'en-GB',
        return_url: `${url}/courses/${course?.id ?? ''}`,
      },
    }),
    deepLinkingSettings: {
      accept_types: ['link', 'file', 'html', 'ltiResourceLink'],
      accept_media_types: 'image/*,text/html',
      accept_presentation_document_targets: ['iframe', 'window'],
      auto_create: true,
    },
    acceptMultiple: true,
    sendsData: true,
    frameAllow: (toolOrigin) => `camera ${toolOrigin}; fullscreen *`,
    wholeWindowOnPhones: false,
    storageTarget: null,
  },
  services: practiceServices,
  registration: {
    configurationNeedsToken: false,
    configuration: () => ({}),
    platformConfiguration: () => ({ product_family_code: 'practice', version: '1' }),
    refusal: usualRefusal,
    tokenRefusal: (reason) => ({ status: 401, body: { error: `registration_token_${reason}` } }),
    tool: (body, number) => ({
      ...targetsOf(body),
      id: `tool-${number}`,
      clientId: `tool-${number}`,
      deploymentId: `practice-${number}`,
      privacy: 'public',
      placements: ['course_navigation'],
      state: 'active',
    }),
    answer: ({ deploymentId }) => ({ deployment_id: deploymentId }),
  },
};
