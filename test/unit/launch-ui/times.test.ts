import fc from 'fast-check';
import { day, dayAndTime, momentIn, time } from '../../../launch-ui/times.ts';

describe('a moment as the course’s zone shows it', () => {
  it('is that zone’s day and hour, not the reader’s', () => {
    const moment = '2026-11-24T23:30:00.000Z';
    expect(day(moment, 'UTC')).toMatch(/24/);
    expect(day(moment, 'Asia/Tokyo')).toMatch(/25/);
    expect(time(moment, 'Asia/Kolkata')).toMatch(/5:00/);
    expect(dayAndTime(moment, 'America/New_York')).toMatch(/Tue.*24|24.*Tue/);
  });
});

describe('what a datetime-local field means in the course’s zone', () => {
  it.each([
    ['2026-11-24T10:00', 'Europe/Berlin', '2026-11-24T09:00:00.000Z'],
    ['2026-07-24T10:00', 'Europe/Berlin', '2026-07-24T08:00:00.000Z'],
    ['2026-11-24T10:00', 'America/New_York', '2026-11-24T15:00:00.000Z'],
    ['2026-11-24T00:15', 'Asia/Kathmandu', '2026-11-23T18:30:00.000Z'],
    ['2026-12-31T23:59', 'Pacific/Kiritimati', '2026-12-31T09:59:00.000Z'],
    ['2026-11-24T10:00', 'UTC', '2026-11-24T10:00:00.000Z'],
  ])('%s in %s is %s', (local, zone, moment) => {
    expect(momentIn(local, zone)).toBe(moment);
  });

  it.each([
    ['the minute before summer time', '2026-03-29T01:59', 'Europe/Berlin', '2026-03-29T00:59:00.000Z'],
    ['the first minute of summer time', '2026-03-29T03:00', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
    ['the first minute after it', '2026-10-25T03:00', 'Europe/Berlin', '2026-10-25T02:00:00.000Z'],
    ['the same west of Greenwich', '2026-03-08T03:00', 'America/New_York', '2026-03-08T07:00:00.000Z'],
    ['and in autumn', '2026-11-01T02:00', 'America/New_York', '2026-11-01T07:00:00.000Z'],
    ['where the clock moves by half an hour', '2026-10-04T02:30', 'Australia/Lord_Howe', '2026-10-03T15:30:00.000Z'],
  ])('knows %s', (_, local, zone, moment) => {
    expect(momentIn(local, zone)).toBe(moment);
  });

  it('takes an hour that happens twice for one of the two, and one that never happens for one beside it', () => {
    expect(['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z']).toContain(
      momentIn('2026-10-25T02:30', 'Europe/Berlin'),
    );
    expect(['2026-03-29T00:30:00.000Z', '2026-03-29T01:30:00.000Z']).toContain(
      momentIn('2026-03-29T02:30', 'Europe/Berlin'),
    );
  });

  it('is the moment that shows so, in every zone, at any time', () => {
    const zones = ['UTC', 'Europe/London', 'America/St_Johns', 'Asia/Kolkata', 'Pacific/Chatham', 'America/Sao_Paulo'];
    const minutes = fc.integer({ min: Date.UTC(2020, 0) / 60_000, max: Date.UTC(2035, 0) / 60_000 });
    const shown = (moment: number, timeZone: string) =>
      new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
        .format(moment)
        .replace(' ', 'T');
    fc.assert(
      fc.property(minutes, fc.constantFrom(...zones), (minute, zone) => {
        const local = shown(minute * 60_000, zone);
        expect(shown(Date.parse(momentIn(local, zone)), zone)).toBe(local);
      }),
      { numRuns: 400, seed: 20261124 },
    );
  });
});
