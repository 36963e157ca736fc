import fc from 'fast-check';
import { asId, type MemberId } from '../../../core/ids.ts';
import type { ReportedMember } from '../../../core/ports/roster-source.ts';
import type { Member, Roster } from '../../../core/roster/roster.ts';
import { diffRoster, type RosterDiff } from '../../../core/roster/roster-diff.ts';

const learner = 'http://purl.imsglobal.org/vocab/lis/v2/membership#Learner';
const instructor = 'http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor';
const [monday, tuesday, wednesday] = ['2026-11-23', '2026-11-24', '2026-11-25'] as const;

const person = (sub: string, part: Partial<ReportedMember> = {}): ReportedMember => ({
  sub,
  name: `Name ${sub}`,
  givenName: 'Name',
  familyName: sub,
  roles: [learner],
  status: 'Active',
  timeZone: null,
  ...part,
});
const idOf = (sub: string) => asId<MemberId>(`m_${sub}`);
const diff = (stored: Roster, reported: readonly ReportedMember[], today: string = monday) =>
  diffRoster(stored, reported, idOf, today);
const changesOf = (change: RosterDiff): readonly Member[] => {
  if (change.kind !== 'changes') throw new Error('suspicious');
  return change.members;
};
const never: Roster = { members: [], readAt: null };
/** The roster after a read was taken over. */
const taken = (stored: Roster, reported: readonly ReportedMember[], today: string = monday): Roster => {
  const members = new Map(stored.members.map((member) => [member.id, member]));
  for (const member of changesOf(diff(stored, reported, today))) members.set(member.id, member);
  return { members: [...members.values()], readAt: `${today}T10:00:00.000Z` };
};
const four = ['a', 'b', 'c', 'd'].map((sub) => person(sub));
const stored = taken(never, four);
const find = ({ members }: Roster, sub: string) => members.find(({ id }) => id === idOf(sub));

describe('given no roster yet', () => {
  it('takes everybody over, an empty course too', () => {
    expect(stored.members.map(({ state }) => state)).toEqual(['active', 'active', 'active', 'active']);
    expect(diff(never, [])).toEqual({ kind: 'changes', members: [] });
  });

  it('sorts by family name, and makes up a name when the platform sends none', () => {
    const nameless = person('user-3f2a', { name: null, givenName: null, familyName: null });
    const [named, unnamed] = changesOf(diff(never, [person('a', { name: null }), nameless]));
    expect(named).toMatchObject({ name: 'Name a', sortName: 'a, Name' });
    expect(unnamed).toMatchObject({ name: 'Student 3f2a', sortName: 'Student 3f2a' });
  });

  it('flags the test user', () => {
    const testUser = person('t', { roles: [learner, 'http://purl.imsglobal.org/vocab/lti/system/person#TestUser'] });
    expect(changesOf(diff(never, [testUser]))[0]).toMatchObject({ role: 'student', testUser: true });
  });

  it('takes a person once who is listed twice', () => {
    expect(changesOf(diff(never, [person('a'), person('a', { name: 'Other' })]))).toHaveLength(1);
  });
});

describe('given a roster', () => {
  it('changes nothing when the same comes again', () => {
    expect(diff(stored, four)).toEqual({ kind: 'changes', members: [] });
  });

  it('changes nothing either when the store gives the fields of its members back in another order', () => {
    const reordered = stored.members.map((member) => Object.fromEntries(Object.entries(member).reverse()));
    expect(diff({ ...stored, members: reordered as unknown as Member[] }, four)).toEqual({
      kind: 'changes',
      members: [],
    });
  });

  it('writes those alone who are new or changed', () => {
    const renamed = person('b', { name: 'Name b-c', familyName: 'b-c' });
    const changes = changesOf(diff(stored, [...four.filter(({ sub }) => sub !== 'b'), renamed, person('e')]));
    expect(changes.map(({ name }) => name)).toEqual(['Name b-c', 'Name e']);
  });

  it('keeps a missing member for the first day, however often it is read', () => {
    const without = four.slice(1);
    const once = taken(stored, without, tuesday);
    expect(find(once, 'a')).toMatchObject({ state: 'active', missingOn: [tuesday] });
    expect(diff(once, without, tuesday)).toEqual({ kind: 'changes', members: [] });
  });

  it('lets a member go who is missing on a second day', () => {
    const without = four.slice(1);
    const gone = taken(taken(stored, without, tuesday), without, wednesday);
    expect(find(gone, 'a')).toMatchObject({ state: 'gone', missingOn: [tuesday, wednesday] });
  });

  it('begins to count anew after a member was seen again', () => {
    const back = taken(taken(stored, four.slice(1), monday), four, tuesday);
    expect(find(back, 'a')).toMatchObject({ state: 'active', missingOn: [] });
    expect(find(taken(back, four.slice(1), wednesday), 'a')).toMatchObject({ state: 'active', missingOn: [wednesday] });
  });

  it('lets those go at once whom the platform calls inactive or deleted', () => {
    for (const status of ['Inactive', 'Deleted'] as const) {
      expect(find(taken(stored, [person('a', { status }), ...four.slice(1)]), 'a')?.state).toBe('gone');
    }
  });

  it('takes a member who is gone back, as active', () => {
    const gone = taken(stored, [person('a', { status: 'Deleted' }), ...four.slice(1)]);
    expect(find(taken(gone, four, tuesday), 'a')).toMatchObject({ state: 'active', missingOn: [] });
  });

  it('keeps a teacher a teacher whom a verified launch called so, though NRPS says Learner', () => {
    const launched = stored.members.map((member) =>
      member.id === idOf('a') ? { ...member, role: 'teacher' as const, launchRole: 'teacher' as const } : member,
    );
    expect(find(taken({ ...stored, members: launched }, four), 'a')?.role).toBe('teacher');
  });

  it('keeps who launched as the test user the test user, for which NRPS has no word', () => {
    const launched = stored.members.map((member) => (member.id === idOf('a') ? { ...member, testUser: true } : member));
    expect(find(taken({ ...stored, members: launched }, four), 'a')?.testUser).toBe(true);
  });

  it('makes a student of a teacher, and the other way, when NRPS alone says so', () => {
    const promoted = taken(stored, [person('a', { roles: [instructor] }), ...four.slice(1)]);
    expect(find(promoted, 'a')?.role).toBe('teacher');
    expect(find(taken(promoted, four), 'a')?.role).toBe('student');
  });
});

describe('given an answer that cannot be true', () => {
  it('holds an empty one', () => {
    expect(diff(stored, [])).toEqual({ kind: 'suspicious', before: 4, now: 0 });
    expect(
      diff(
        stored,
        four.map((one) => ({ ...one, status: 'Inactive' as const })),
      ),
    ).toMatchObject({ now: 0 });
  });

  it('holds one with fewer than half, and takes exactly half', () => {
    expect(diff(stored, four.slice(3))).toEqual({ kind: 'suspicious', before: 4, now: 1 });
    expect(diff(stored, four.slice(2)).kind).toBe('changes');
  });

  it('counts people, not lines: one person listed twice is one', () => {
    expect(diff(stored, [person('a'), person('a')])).toEqual({ kind: 'suspicious', before: 4, now: 1 });
  });

  it('does not count those who were gone before', () => {
    const gone = taken(stored, [
      ...four.slice(0, 2),
      ...four.slice(2).map((one) => ({ ...one, status: 'Deleted' as const })),
    ]);
    expect(diff(gone, [person('a')]).kind).toBe('changes');
  });
});

describe('any series of rosters', () => {
  const subs = ['a', 'b', 'c', 'd', 'e', 'f'];
  const reads = fc.array(fc.tuple(fc.subarray(subs), fc.integer({ min: 1, max: 9 })), { maxLength: 8 });

  it('never forgets a member, and the same answer on the same day writes nothing more', () => {
    fc.assert(
      fc.property(reads, (all) => {
        let roster = taken(
          never,
          subs.map((sub) => person(sub)),
        );
        for (const [present, dayOfMonth] of all) {
          const reported = present.map((sub) => person(sub));
          const today = `2026-11-0${dayOfMonth}`;
          if (diff(roster, reported, today).kind === 'suspicious') continue;
          roster = taken(roster, reported, today);
          expect(roster.members).toHaveLength(subs.length);
          const again = diff(roster, reported, today);
          expect(again.kind === 'changes' ? again.members : []).toEqual([]);
          for (const sub of present) expect(find(roster, sub)?.state).toBe('active');
        }
      }),
      { numRuns: 300, seed: 20261124 },
    );
  });
});
