import { nextRosterSync } from '../../../core/roster/roster-sync.ts';

const now = '2026-03-20T09:00:00.000Z';
const course = { openedOn: '2026-03-19', rosterReadAt: '2026-03-19T12:00:00.000Z', rosterService: { url: 'x' } };

describe('when a roster is read next without anybody asking', () => {
  it('a day after it was read last', () => {
    expect(nextRosterSync(course, now)).toBe('2026-03-20T12:00:00.000Z');
  });
  it('now, when that day is over or it was never read', () => {
    expect(nextRosterSync({ ...course, rosterReadAt: '2026-03-18T12:00:00.000Z' }, now)).toBe(now);
    expect(nextRosterSync({ ...course, rosterReadAt: null }, now)).toBe(now);
  });
  it('never, of a course that nobody opened for two weeks', () => {
    expect(nextRosterSync({ ...course, openedOn: '2026-03-06' }, now)).not.toBeNull();
    expect(nextRosterSync({ ...course, openedOn: '2026-03-05' }, now)).toBeNull();
  });
  it('never, of a course whose platform offers none, or of which it is not known when it was opened', () => {
    expect(nextRosterSync({ ...course, rosterService: null }, now)).toBeNull();
    expect(nextRosterSync({ ...course, openedOn: undefined }, now)).toBeNull();
  });
});
