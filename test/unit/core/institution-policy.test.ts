import { captureHoursOf } from '../../../core/attendance/capture.ts';
import type { Registration } from '../../../core/lti/registration.ts';
import { setInstitutionPolicy } from '../../../core/use-cases/set-institution-policy.ts';
import { aRegistration, instant } from '../../support/stored-things.ts';

const links = { policy: 'https://school.example/policy', assessment: 'https://school.example/assessment' };

const open = (policy: Registration['policy']) => {
  let stored = aRegistration({ policy });
  const registrations = {
    find: async () => stored,
    put: async (after: Registration) => {
      stored = after;
    },
  } as never;
  const deps = { registrations, clock: { now: () => instant(5) } };
  return { set: (change: object) => setInstitutionPolicy(deps, stored.id, change), stored: () => stored };
};
const off = { faces: false, facesTurnedOnAt: null };

describe('an institution’s policy', () => {
  it('lets recognition be switched on when both links are given, and says since when', async () => {
    const { set, stored } = open(off);
    await set({ links });
    await set({ faces: true });
    expect(stored().policy).toEqual({ faces: true, facesTurnedOnAt: instant(5), links });
  });

  it('does not let recognition be switched on without them', async () => {
    const { set, stored } = open(off);
    await expect(set({ faces: true })).rejects.toMatchObject({ code: 'POLICY_LINKS_MISSING' });
    expect(stored().policy).toEqual(off);
  });

  it('does not let them be taken away while recognition is on', async () => {
    const { set } = open({ faces: true, facesTurnedOnAt: instant(0), links });
    await expect(set({ links: null })).rejects.toMatchObject({ code: 'POLICY_LINKS_MISSING' });
    expect((await set({ faces: false, links: null })).policy.links).toBeNull();
  });

  it('keeps the time of switching on, and writes nothing that is so already', async () => {
    const { set, stored } = open({ faces: true, facesTurnedOnAt: instant(0), links });
    await set({ captureHours: 4 });
    expect(stored()).toMatchObject({ version: 2, policy: { facesTurnedOnAt: instant(0), captureHours: 4 } });
    await set({ captureHours: 4, faces: true });
    expect(stored().version).toBe(2);
  });

  it('keeps class pictures for twelve hours, or for fewer', () => {
    expect([{}, { captureHours: 4 }, { captureHours: 40 }].map(captureHoursOf)).toEqual([12, 4, 12]);
  });
});
