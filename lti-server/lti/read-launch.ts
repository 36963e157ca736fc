import type { DeepLinkingRequest } from '../../core/lti/deep-linking.ts';
import type { GradeService, Launch, LaunchedCourse, RosterService } from '../../core/lti/launch.ts';
import type { Registration } from '../../core/lti/registration.ts';
import { readRoles } from '../../core/lti/roles.ts';
import type { IdSource } from '../../core/ports/id-source.ts';
import { knownTimeZone } from '../../core/time-zone.ts';
import { claim, customValue, type LaunchClaims, placesContent } from './claims.ts';

const fullName = ({ name, given_name, family_name }: LaunchClaims): string | null =>
  name || [given_name, family_name].filter(Boolean).join(' ') || null;

const timeZoneOf = (claims: LaunchClaims): string | null => knownTimeZone(customValue(claims, 'person_timezone'));

/** Where the list of people is; with Canvas' own name of the course, which has the list tell each member's parameters. */
const rosterServiceOf = (claims: LaunchClaims, { product }: Registration, contextId: string): RosterService | null => {
  const membershipsUrl = claims[claim.namesRoles]?.context_memberships_url;
  if (!membershipsUrl) return null;
  return product === 'canvas' ? { membershipsUrl, courseLink: contextId } : { membershipsUrl };
};

/** Only as a link, and only to the web. */
const webUrl = (url: string | null | undefined): string | null => {
  if (!url || !URL.canParse(url)) return null;
  return ['https:', 'http:'].includes(new URL(url).protocol) ? url : null;
};

const gradeServiceOf = (claims: LaunchClaims): GradeService | null => {
  const endpoint = claims[claim.endpoint];
  if (!endpoint) return null;
  return {
    lineItemsUrl: endpoint.lineitems ?? null,
    lineItemUrl: endpoint.lineitem ?? null,
    scopes: endpoint.scope ?? [],
  };
};

const courseOf = (claims: LaunchClaims, registration: Registration, ids: IdSource): LaunchedCourse | null => {
  const context = claims[claim.context];
  if (!context?.id) return null;
  return {
    id: ids.course(registration.id, claims[claim.deploymentId], context.id),
    contextId: context.id,
    title: context.title || context.label || 'Course',
    rosterService: rosterServiceOf(claims, registration, context.id),
    gradeService: gradeServiceOf(claims),
  };
};

const deepLinkingOf = (claims: LaunchClaims): DeepLinkingRequest | null => {
  if (!placesContent(claims)) return null;
  const settings = claims[claim.deepLinking];
  return {
    returnUrl: settings.deep_link_return_url,
    data: settings.data ?? null,
    acceptTypes: settings.accept_types,
    acceptMultiple: settings.accept_multiple ?? true,
    acceptLineItem: settings.accept_lineitem ?? null,
    title: settings.title ?? null,
    text: settings.text ?? null,
  };
};

/**
 * Whether somebody acts as this person. Canvas alone can say so, in a parameter of ours that is sent as its own name when
 * nobody does; where it is missing, the key was set up without it, and nothing is known.
 */
const masqueradingOf = (claims: LaunchClaims, { product }: Registration): Launch['masquerading'] => {
  if (product !== 'canvas') return customValue(claims, 'masquerading_user_id') !== null;
  const told = claims[claim.custom]?.masquerading_user_id;
  if (told === undefined || told === null) return 'unknown';
  return told !== '' && told !== '$Canvas.masqueradingUser.id';
};

/** A verified id_token in the rules' own words. */
export const readLaunch = (claims: LaunchClaims, registration: Registration, ids: IdSource): Launch => {
  const { role, administrator, testUser } = readRoles(claims[claim.roles]);
  const presentation = claims[claim.launchPresentation];
  return {
    registration: registration.id,
    deployment: claims[claim.deploymentId],
    member: ids.member(registration.id, claims.sub),
    sub: claims.sub,
    role,
    administrator,
    testUser,
    masquerading: masqueradingOf(claims, registration),
    name: fullName(claims),
    email: claims.email ?? null,
    locale: claims.locale ?? presentation?.locale ?? null,
    timeZone: timeZoneOf(claims),
    course: courseOf(claims, registration, ids),
    returnUrl: webUrl(presentation?.return_url),
    deepLinking: deepLinkingOf(claims),
    placedLink: customValue(claims, 'muster'),
  };
};
