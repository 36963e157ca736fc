import { pino } from 'pino';
import { MusterError } from '../../../core/errors.ts';
import { asId, type RegistrationId } from '../../../core/ids.ts';
import type { Gradebook, PostAnswer } from '../../../core/ports/gradebook.ts';
import { healthNotes, watchedGradebook, watchedRosterSource } from '../../../lti-server/registration-health.ts';
import { instant } from '../../support/stored-things.ts';

const [one, other] = [asId<RegistrationId>('r-1'), asId<RegistrationId>('r-2')];

const open = () => {
  let seconds = 0;
  const written: string[] = [];
  const waiting: { readonly at: number; readonly work: () => void }[] = [];
  const notes = healthNotes(
    {
      async note(registration, kind, at, code) {
        written.push(`${registration} ${kind} ${code ?? 'well'} ${(Date.parse(at) - Date.parse(instant(0))) / 1000}`);
      },
    },
    { now: () => instant(seconds) },
    pino({ level: 'silent' }),
    (milliseconds, work) => void waiting.push({ at: seconds + milliseconds / 1000, work }),
  );
  return {
    notes,
    written,
    pass(to: number) {
      seconds = to;
      for (const { work } of waiting.filter(({ at }) => at <= to)) work();
    },
  };
};

describe('what is noted of an LMS', () => {
  it('is written at once, and then once a minute with the last of it', () => {
    const { notes, written, pass } = open();
    for (let second = 0; second < 59; second += 1) {
      pass(second);
      notes.well(one, 'launch');
    }
    expect(written).toEqual(['r-1 launch well 0']);
    pass(60);
    expect(written).toEqual(['r-1 launch well 0', 'r-1 launch well 58']);
  });

  it('keeps registrations, kinds and ends apart, and the code of the last failure', () => {
    const { notes, written, pass } = open();
    notes.well(one, 'roster');
    notes.failed(one, 'roster', 'UNAVAILABLE');
    notes.failed(one, 'roster', 'DENIED');
    notes.well(one, 'keys');
    notes.well(other, 'roster');
    expect(written).toEqual(['r-1 roster well 0', 'r-1 roster UNAVAILABLE 0', 'r-1 keys well 0', 'r-2 roster well 0']);
    pass(60);
    expect(written.slice(4)).toEqual(['r-1 roster DENIED 0']);
  });

  it('fails nothing when it cannot be written', async () => {
    const store = { note: () => Promise.reject(new MusterError('UNAVAILABLE')) };
    healthNotes(store, { now: () => instant(0) }, pino({ level: 'silent' })).well(one, 'launch');
    await Promise.resolve();
  });
});

describe('watching an LMS’ services', () => {
  const service = { membershipsUrl: 'https://lms.example/members' };
  const gradebookThat = (answer: PostAnswer) => ({ postScore: async () => answer }) as unknown as Gradebook;

  it('notes a roster that was read, and the code of one that was not', async () => {
    const { notes, written } = open();
    await watchedRosterSource({ read: async () => [] }, notes).read(one, service);
    const failing = watchedRosterSource({ read: () => Promise.reject(new MusterError('THROTTLED')) }, notes);
    await expect(failing.read(one, service)).rejects.toThrow('THROTTLED');
    expect(written).toEqual(['r-1 roster well 0', 'r-1 roster THROTTLED 0']);
  });

  it.each<[string, PostAnswer, string[]]>([
    ['a score that was taken', { outcome: 'accepted' }, ['r-1 gradebook well 0']],
    [
      'a person who is no student',
      { outcome: 'refused', reason: 'not-a-student', httpStatus: 422 },
      ['r-1 gradebook well 0'],
    ],
    ['a course that is over', { outcome: 'stopped', reason: 'concluded', httpStatus: 422 }, ['r-1 gradebook well 0']],
    [
      'a permission that is gone',
      { outcome: 'stopped', reason: 'not-allowed', httpStatus: 403 },
      ['r-1 gradebook DENIED 0'],
    ],
    ['too many calls', { outcome: 'retry', afterSeconds: 1, httpStatus: 429 }, ['r-1 gradebook THROTTLED 0']],
    ['no answer', { outcome: 'retry', afterSeconds: null, httpStatus: null }, ['r-1 gradebook UNAVAILABLE 0']],
  ])('takes %s for what it says of the LMS', async (_what, answer, expected) => {
    const { notes, written } = open();
    expect(await watchedGradebook(gradebookThat(answer), notes).postScore(one, 'u', 'b')).toBe(answer);
    expect(written).toEqual(expected);
  });
});
