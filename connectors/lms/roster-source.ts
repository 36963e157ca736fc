import { z } from 'zod';
import { MusterError } from '../../core/errors.ts';
import type { ReportedMember, RosterSource } from '../../core/ports/roster-source.ts';
import { nextLink, parseJson, statusError } from './http.ts';
import type { AuthorisedCalls } from './token.ts';

/** Exactly one type: Moodle matches the Accept header letter by letter. NRPS 2.0, section 2.2. */
const mediaType = 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json';
const scope = 'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly';
const maxPages = 200;
const maxMembers = 20_000;

const container = z.looseObject({
  members: z.array(
    z.looseObject({
      user_id: z.string().min(1).max(255),
      status: z.string().nullish(),
      name: z.string().nullish(),
      given_name: z.string().nullish(),
      family_name: z.string().nullish(),
      roles: z.array(z.string()).nullish(),
    }),
  ),
});

const statusOf = (status: string | null | undefined): ReportedMember['status'] => {
  const word = (status ?? 'active').toLowerCase();
  if (word === 'inactive') return 'Inactive';
  return word === 'deleted' ? 'Deleted' : 'Active';
};

/** LTI NRPS 2.0: all pages or an error; the bearer never follows a link to another origin. */
export const nrpsRosterSource = (calls: AuthorisedCalls): RosterSource => ({
  async read(registration, { membershipsUrl }) {
    const members: ReportedMember[] = [];
    const visited = new Set<string>();
    let url: string | null = membershipsUrl;
    while (url !== null) {
      if (visited.has(url) || visited.size >= maxPages || members.length > maxMembers) {
        throw new MusterError('RESPONSE_INVALID', { port: 'roster', operation: 'paging' });
      }
      visited.add(url);
      const answer = await calls.call(registration, [scope], url, { headers: { Accept: mediaType } });
      if (answer.status !== 200) throw statusError(answer, 'memberships');
      const parsed = container.safeParse(parseJson(answer, 'memberships'));
      if (!parsed.success) throw new MusterError('RESPONSE_INVALID', { port: 'roster', operation: 'memberships' });
      for (const { user_id, status, name, given_name, family_name, roles } of parsed.data.members) {
        members.push({
          sub: user_id,
          name: name || null,
          givenName: given_name || null,
          familyName: family_name || null,
          roles: roles ?? [],
          status: statusOf(status),
        });
      }
      const next = nextLink(answer.headers);
      url = next === null ? null : new URL(next, url).href;
      if (url !== null && new URL(url).origin !== new URL(membershipsUrl).origin) {
        throw new MusterError('RESPONSE_INVALID', { port: 'roster', operation: 'next_origin' });
      }
    }
    return members;
  },
});
