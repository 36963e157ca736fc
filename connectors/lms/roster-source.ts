import { z } from 'zod';
import type { ReportedMember, RosterSource } from '../../core/ports/roster-source.ts';
import { readPages } from './pages.ts';
import { nameText, wordText } from './text.ts';
import type { AuthorisedCalls } from './token.ts';

/** NRPS 2.0, section 2.2. */
const mediaType = 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json';
const scope = 'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly';
const maxMembers = 20_000;
const maxRoles = 100;

const container = z.looseObject({
  members: z.array(
    z.looseObject({
      user_id: z.coerce.string().min(1).max(255),
      status: wordText.nullish(),
      name: nameText.nullish(),
      given_name: nameText.nullish(),
      family_name: nameText.nullish(),
      roles: z.array(wordText).max(maxRoles).nullish(),
    }),
  ),
});
type Entry = z.infer<typeof container>['members'][number];

const statusOf = (status: string | null | undefined): ReportedMember['status'] => {
  const word = (status ?? 'active').toLowerCase();
  if (word === 'inactive') return 'Inactive';
  return word === 'deleted' ? 'Deleted' : 'Active';
};

const toMember = ({ user_id, status, name, given_name, family_name, roles }: Entry): ReportedMember => ({
  sub: user_id,
  name: name || null,
  givenName: given_name || null,
  familyName: family_name || null,
  roles: roles ?? [],
  status: statusOf(status),
});

/**
 * LTI NRPS 2.0: all pages or an error. The URL is asked as the launch gave it, with nothing added: `rlid` would narrow the
 * list to those the link is open to (Canvas: assigned; Moodle: available), `limit` makes Moodle page, and `rel=differences`
 * is kept by no platform.
 */
export const nrpsRosterSource = (calls: AuthorisedCalls): RosterSource => ({
  read: (registration, { membershipsUrl }) =>
    readPages(
      calls,
      registration,
      { port: 'roster', url: membershipsUrl, scope, accept: mediaType },
      (page) => {
        const parsed = container.safeParse(page);
        return parsed.success ? parsed.data.members.map(toMember) : null;
      },
      maxMembers,
    ),
});
