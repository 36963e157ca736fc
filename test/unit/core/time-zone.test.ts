import { knownTimeZone } from '../../../core/time-zone.ts';

describe('the name of a time zone', () => {
  it.each(['UTC', 'Europe/Berlin', 'America/Argentina/Salta'])('%s is one', (name) => {
    expect(knownTimeZone(name)).not.toBeNull();
  });

  it.each(['', '99', 'Berlin', '../etc', 'Europe/Atlantis', null])('%s is none', (name) => {
    expect(knownTimeZone(name)).toBeNull();
  });
});
