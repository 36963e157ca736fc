import { z } from 'zod';
import { isMusterError } from '../../core/errors.ts';
import type { RegistrationId } from '../../core/ids.ts';
import type { ReportedMember, RosterSource } from '../../core/ports/roster-source.ts';
import { knownTimeZone } from '../../core/time-zone.ts';
import { readPages } from './pages.ts';
import { nameText, wordText } from './text.ts';
import type { AuthorisedCalls } from './token.ts';

/** NRPS 2.0, section 2.2. */
const mediaType = 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json';
const scope = 'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly';
const maxMembers = 20_000;
const maxRoles = 100;

const customClaim = 'https://purl.imsglobal.org/spec/lti/claim/custom';
const parameters = z.looseObject({ person_timezone: z.string().max(255).nullish() });

const container = z.looseObject({
  members: z.array(
    z.looseObject({
      user_id: z.coerce.string().min(1).max(255),
      status: wordText.nullish(),
      name: nameText.nullish(),
      given_name: nameText.nullish(),
      family_name: nameText.nullish(),
      roles: z.array(wordText).max(maxRoles).nullish(),
      // A member is none the worse for parameters that make no sense.
      message: z
        .array(z.looseObject({ [customClaim]: parameters.nullish() }))
        .max(10)
        .nullish()
        .catch(null),
    }),
  ),
});
type Entry = z.infer<typeof container>['members'][number];

const statusOf = (status: string | null | undefined): ReportedMember['status'] => {
  const word = (status ?? 'active').toLowerCase();
  if (word === 'inactive') return 'Inactive';
  return word === 'deleted' ? 'Deleted' : 'Active';
};

/** What Canvas does not expand for a member comes as its own name, which is no time zone. */
const zoneOf = ({ message }: Entry): string | null =>
  knownTimeZone(message?.map((one) => one[customClaim]?.person_timezone).find((zone) => zone) ?? null);

const toMember = (entry: Entry): ReportedMember => ({
  sub: entry.user_id,
  name: entry.name || null,
  givenName: entry.given_name || null,
  familyName: entry.family_name || null,
  roles: entry.roles ?? [],
  status: statusOf(entry.status),
  timeZone: zoneOf(entry),
});

/** LTI NRPS 2.0, section 3. The URL may have a query already. */
const ofLink = (url: string, link: string): string => {
  const asked = new URL(url);
  asked.searchParams.set('rlid', link);
  return asked.href;
};

/** The platform does not want to be asked like that. */
const isRefused = (error: unknown): boolean => {
  if (!isMusterError(error, 'RESPONSE_INVALID')) return false;
  const { httpStatus } = error.details;
  return typeof httpStatus === 'number' && httpStatus >= 400 && httpStatus < 500;
};

/**
 * LTI NRPS 2.0: all pages or an error. The URL is asked as the launch gave it: `rlid` of a single link would narrow the list
 * to those the link is open to (Canvas: assigned; Moodle: available), `limit` makes Moodle page, and `rel=differences` is
 * kept by no platform. Only the link that stands for the whole course is added, and left away again where it is refused.
 */
export const nrpsRosterSource = (calls: AuthorisedCalls): RosterSource => {
  const readAt = (registration: RegistrationId, url: string): Promise<ReportedMember[]> =>
    readPages(
      calls,
      registration,
      { port: 'roster', url, scope, accept: mediaType },
      (page) => {
        const parsed = container.safeParse(page);
        return parsed.success ? parsed.data.members.map(toMember) : null;
      },
      maxMembers,
    );
  return {
    async read(registration, { membershipsUrl, courseLink }) {
      if (courseLink === undefined || !URL.canParse(membershipsUrl)) return readAt(registration, membershipsUrl);
      try {
        return await readAt(registration, ofLink(membershipsUrl, courseLink));
      } catch (error) {
        if (!isRefused(error)) throw error;
        return readAt(registration, membershipsUrl);
      }
    },
  };
};
