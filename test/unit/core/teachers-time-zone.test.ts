import type { ReportedMember } from '../../../core/ports/roster-source.ts';
import { teachersTimeZone } from '../../../core/roster/teachers-time-zone.ts';

const person = (role: string, timeZone: string | null, over: Partial<ReportedMember> = {}): ReportedMember => ({
  sub: `${role} ${timeZone}`,
  name: null,
  givenName: null,
  familyName: null,
  roles: [role],
  status: 'Active',
  timeZone,
  ...over,
});
const teacher = (timeZone: string | null, over: Partial<ReportedMember> = {}) => person('Instructor', timeZone, over);

describe('the time zone of a course’s teachers', () => {
  it('is the one that most of them have', () => {
    const roster = [teacher('Asia/Tokyo'), teacher('Europe/Berlin'), teacher('Europe/Berlin')];
    expect(teachersTimeZone(roster, 'Asia/Tokyo')).toBe('Europe/Berlin');
  });

  it('stays the course’s own when as many have that one', () => {
    const roster = [teacher('Asia/Tokyo'), teacher('Europe/Berlin')];
    expect(teachersTimeZone(roster, 'Europe/Berlin')).toBe('Europe/Berlin');
    expect(teachersTimeZone(roster, 'UTC')).toBe('Asia/Tokyo');
  });

  it('is nobody else’s', () => {
    const roster = [person('Learner', 'Asia/Tokyo'), teacher('Asia/Tokyo', { status: 'Inactive' }), teacher(null)];
    expect(teachersTimeZone(roster, 'UTC')).toBeNull();
    expect(teachersTimeZone([], 'UTC')).toBeNull();
  });
});
