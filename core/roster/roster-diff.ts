import type { MemberId } from '../ids.ts';
import { readRoles } from '../lti/roles.ts';
import type { ReportedMember } from '../ports/roster-source.ts';
import { same } from '../same.ts';
import type { Member, Roster } from './roster.ts';

export type RosterDiff =
  /** Members to write: new, changed, back again, missing or gone. The others stay as they are. */
  | { readonly kind: 'changes'; readonly members: readonly Member[] }
  /** Empty, or fewer than half of the active members: held for a person, nothing is taken over. */
  | { readonly kind: 'suspicious'; readonly before: number; readonly now: number };

const daysUntilGone = 2;

const nameOf = ({ name, givenName, familyName, sub }: ReportedMember): { name: string; sortName: string } => {
  const full = name ?? [givenName, familyName].filter(Boolean).join(' ');
  const shown = full === '' ? `Student ${sub.slice(-4)}` : full;
  const sorted = familyName ? `${familyName}, ${givenName ?? ''}` : shown;
  return { name: shown, sortName: sorted };
};

/**
 * A verified launch that said teacher or TA is not taken back by NRPS, which calls some of them Learner (Moodle); nor one
 * that said test user, which NRPS has no word for.
 */
const toMember = (reported: ReportedMember, id: MemberId, before: Member | undefined): Member => {
  const { role, testUser } = readRoles(reported.roles);
  const launchRole = before?.launchRole ?? null;
  const taught = launchRole === 'teacher' || launchRole === 'ta';
  return {
    id,
    sub: reported.sub,
    ...nameOf(reported),
    role: taught && role === 'student' ? launchRole : role,
    testUser: testUser || (before?.testUser ?? false),
    state: 'active',
    missingOn: [],
    launchRole,
  };
};

const missing = (member: Member, today: string, atOnce: boolean): Member => {
  const missingOn = member.missingOn.includes(today) ? member.missingOn : [...member.missingOn, today];
  return { ...member, missingOn, state: atOnce || missingOn.length >= daysUntilGone ? 'gone' : 'active' };
};

/**
 * A complete read of the roster against the stored one. `today` is an ISO date. Gone means absent from complete reads
 * on two days, or reported as inactive; history stays in either case.
 */
export const diffRoster = (
  stored: Roster,
  reported: readonly ReportedMember[],
  memberId: (sub: string) => MemberId,
  today: string,
): RosterDiff => {
  const active = reported.filter(({ status }) => status === 'Active');
  const activeBefore = stored.members.filter(({ state }) => state === 'active');
  // A person may be listed twice; people are counted, not lines.
  const now = new Set(active.map(({ sub }) => sub)).size;
  if (stored.readAt !== null && (now === 0 || now * 2 < activeBefore.length)) {
    return { kind: 'suspicious', before: activeBefore.length, now };
  }
  const before = new Map(stored.members.map((member) => [member.id, member]));
  const present = new Set<MemberId>();
  const changes: Member[] = [];
  for (const person of active) {
    const id = memberId(person.sub);
    if (present.has(id)) continue;
    present.add(id);
    const member = toMember(person, id, before.get(id));
    if (!same(member, before.get(id))) changes.push(member);
  }
  const inactive = new Set(reported.filter(({ status }) => status !== 'Active').map(({ sub }) => memberId(sub)));
  for (const member of activeBefore) {
    if (present.has(member.id)) continue;
    const after = missing(member, today, inactive.has(member.id));
    if (!same(after, member)) changes.push(after);
  }
  return { kind: 'changes', members: changes };
};
