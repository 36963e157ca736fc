import { undoableUntil } from '../../../core/attendance/session.ts';
import { countStatuses } from '../../../core/attendance/status.ts';
import { aSession } from '../../support/stored-things.ts';

describe('until when a confirmation can be taken back', () => {
  const confirmedAt = '2026-11-24T23:55:00.000Z';

  it('is ten minutes after it, over midnight too', () => {
    expect(undoableUntil(aSession('s1', { state: 'confirmed', confirmedAt }))).toBe('2026-11-25T00:05:00.000Z');
  });

  it('is never while the session is open, or still being recorded', () => {
    expect(undoableUntil(aSession('s1', {}))).toBeNull();
    expect(undoableUntil(aSession('s1', { state: 'confirming', confirmedAt }))).toBeNull();
  });
});

describe('the counts of a session', () => {
  it('name every status, those that nobody has as 0', () => {
    expect(countStatuses([])).toEqual({ present: 0, late: 0, absent: 0, excused: 0 });
    expect(countStatuses(['late', 'present', 'late'])).toEqual({ present: 1, late: 2, absent: 0, excused: 0 });
  });
});
