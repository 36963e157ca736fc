import { asId, type MemberId } from '../../../core/ids.ts';
import type { ReportedMember } from '../../../core/ports/roster-source.ts';
import type { Member } from '../../../core/roster/roster.ts';
import { diffRoster, type RosterDiff } from '../../../core/roster/roster-diff.ts';

const idOf = (sub: string) => asId<MemberId>(`m-${sub}`);
const reported = (sub: string, overrides: Partial<ReportedMember> = {}): ReportedMember => ({
  sub,
  name: `Name ${sub}`,
  givenName: 'Name',
  familyName: sub,
  roles: ['Learner'],
  status: 'Active',
  ...overrides,
});
const changed = (diff: RosterDiff): readonly Member[] => (diff.kind === 'changes' ? diff.members : []);
const stored = (...people: readonly ReportedMember[]): Member[] => [
  ...changed(diffRoster({ members: [], readAt: null }, people, idOf, '2026-09-01')),
];
const read = (members: readonly Member[], people: readonly ReportedMember[], today = '2026-09-02') =>
  diffRoster({ members, readAt: '2026-09-01T08:00:00Z' }, people, idOf, today);

describe('a roster read against the stored one', () => {
  it('writes nobody who is as before', () => {
    const people = [reported('a'), reported('b')];
    expect(changed(read(stored(...people), people))).toEqual([]);
  });

  it('takes a member for gone after being absent from complete reads on two days, not from two on one day', () => {
    const all = [reported('a'), reported('b'), reported('c')];
    const without = [reported('a'), reported('b')];
    const [once] = changed(read(stored(...all), without, '2026-09-02'));
    expect(once).toMatchObject({ sub: 'c', state: 'active', missingOn: ['2026-09-02'] });
    const rest = stored(...without);
    expect(changed(read([...rest, once as Member], without, '2026-09-02'))).toEqual([]);
    expect(changed(read([...rest, once as Member], without, '2026-09-03'))[0]).toMatchObject({
      sub: 'c',
      state: 'gone',
    });
  });

  it('has a member back who was gone, under the same id', () => {
    const [member] = stored(reported('a'));
    const gone: Member = { ...(member as Member), state: 'gone', missingOn: ['2026-09-01', '2026-09-02'] };
    expect(changed(read([gone], [reported('a')]))).toEqual([{ ...gone, state: 'active', missingOn: [] }]);
  });

  it('keeps who launched as a teacher a teacher, though NRPS calls them Learner', () => {
    const [member] = stored(reported('a'), reported('b'));
    const teacher: Member = { ...(member as Member), role: 'teacher', launchRole: 'teacher' };
    expect(changed(read([teacher, ...stored(reported('b'))], [reported('a'), reported('b')]))).toEqual([]);
  });

  it('keeps who launched as the test user the test user, for which NRPS has no word', () => {
    const [member] = stored(reported('a'));
    const test: Member = { ...(member as Member), testUser: true };
    expect(changed(read([test], [reported('a')]))).toEqual([]);
  });

  it.each([
    ['an empty roster', []],
    ['half a roster', [reported('a')]],
  ])('holds %s for a person', (_what, people) => {
    const all = [reported('a'), reported('b'), reported('c')];
    expect(read(stored(...all), people)).toEqual({ kind: 'suspicious', before: 3, now: people.length });
  });

  it('names who has no name by the end of their id', () => {
    const blank = { name: null, givenName: null, familyName: null };
    expect(stored(reported('0b5c-3f2a', blank))[0]?.name).toBe('Student 3f2a');
  });
});
