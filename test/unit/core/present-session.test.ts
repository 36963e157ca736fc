import { presentSession } from '../../../core/attendance/session.ts';
import { aSession } from '../../support/stored-things.ts';

const now = '2026-11-24T10:30:00.000Z';
const at = (id: string, time: string, over: Parameters<typeof aSession>[1] = {}) =>
  aSession(id, { startsAt: `2026-11-24T${time}:00.000Z`, state: 'open', ...over });

describe('the session that is now or next', () => {
  it.each([
    ['the open one that has begun', [at('a', '10:07')], 'a'],
    ['of two that have begun, the later', [at('a', '08:00'), at('b', '10:00')], 'b'],
    ['one that has begun before one that is to come', [at('a', '14:00'), at('b', '08:00')], 'b'],
    ['of two to come, the earlier', [at('a', '16:00'), at('b', '14:00')], 'b'],
    ['one that begins this minute', [at('a', '10:30')], 'a'],
  ])('is %s', (_, sessions, id) => {
    expect(presentSession(sessions, now)?.id).toBe(id);
  });

  it.each([
    ['there is none', []],
    ['it is confirmed', [at('a', '10:07', { state: 'confirmed' })]],
    ['it began more than four hours ago', [at('a', '06:29')]],
    ['it begins tomorrow', [at('a', '10:00', { startsAt: '2026-11-25T10:00:00.000Z' })]],
  ])('is none when %s', (_, sessions) => {
    expect(presentSession(sessions, now)).toBeNull();
  });
});
