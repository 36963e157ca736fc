import fc from 'fast-check';
import {
  type Answer,
  afterConsenting,
  afterDeclining,
  afterWithdrawing,
  type Consent,
  consentIn,
} from '../../../core/biometrics/consent.ts';
import { asId, type CourseId, type MemberId } from '../../../core/ids.ts';

const [biology, statistics] = ['biology', 'statistics'].map((id) => asId<CourseId>(id)) as [CourseId, CourseId];
const answer = (day: number): Answer => ({
  member: asId<MemberId>('m_1'),
  textVersion: '2026-11',
  language: 'en',
  at: `2026-11-0${day}T10:00:00.000Z`,
});
const yes = afterConsenting(null, biology, answer(1));
const both = afterConsenting(yes, statistics, answer(2));

describe('given no answer', () => {
  it('is neither a yes nor a no', () => {
    expect(consentIn(null, biology)).toBe('none');
  });

  it('keeps with a yes which text was read, in which language, and when', () => {
    expect(yes).toEqual({ ...answer(1), state: 'consented', courses: [biology], declinedIn: [], version: 1 });
  });

  it('keeps a no as well', () => {
    expect(afterDeclining(null, biology, answer(1))).toEqual({
      ...answer(1),
      state: 'declined',
      courses: [],
      version: 1,
    });
  });
});

describe('given a yes', () => {
  it('says nothing about another course', () => {
    expect(consentIn(yes, statistics)).toBe('none');
  });

  it('serves a second course beside the first after a yes there, and names each once', () => {
    expect(both.courses).toEqual([biology, statistics]);
    expect(afterConsenting(both, biology, answer(3)).courses).toEqual([statistics, biology]);
  });

  it('goes on serving the other course after a no in one', () => {
    const after = afterDeclining(both, biology, answer(3));
    expect([consentIn(after, biology), consentIn(after, statistics)]).toEqual(['declined', 'consented']);
  });

  it('stands for nothing any more after a no in its only course, whose name stays for the erasure', () => {
    const after = afterDeclining(yes, biology, answer(3));
    expect(after).toMatchObject({ state: 'declined', courses: [biology], at: answer(3).at });
    expect(consentIn(after, statistics)).toBe('declined');
  });

  it('remembers a no in a course that it never served', () => {
    const after = afterDeclining(yes, statistics, answer(3));
    expect([consentIn(after, biology), consentIn(after, statistics)]).toEqual(['consented', 'declined']);
  });

  it('forgets the no when a yes follows there', () => {
    const after = afterConsenting(afterDeclining(both, biology, answer(3)), biology, answer(4));
    expect(after).toMatchObject({ courses: [statistics, biology], declinedIn: [], at: answer(4).at });
  });

  it('is taken back for every course at once, and names them for the erasure', () => {
    const after = afterWithdrawing(both, '2026-11-05T10:00:00.000Z');
    expect([consentIn(after, biology), consentIn(after, statistics)]).toEqual(['withdrawn', 'withdrawn']);
    expect(after).toMatchObject({ courses: [biology, statistics], at: '2026-11-05T10:00:00.000Z' });
  });
});

describe('given a withdrawal, or a no', () => {
  it('begins anew with a yes: for this course alone', () => {
    const withdrawn = afterWithdrawing(both, '2026-11-05T10:00:00.000Z');
    expect(afterConsenting(withdrawn, statistics, answer(6))).toMatchObject({ courses: [statistics], declinedIn: [] });
  });
});

describe('any series of answers', () => {
  const course = fc.constantFrom(biology, statistics);
  const step = fc.oneof(
    course.map((of) => ({
      of,
      take: (before: Consent | null) => afterConsenting(before, of, answer(2)),
      says: 'consented',
    })),
    course.map((of) => ({
      of,
      take: (before: Consent | null) => afterDeclining(before, of, answer(2)),
      says: 'declined',
    })),
  );

  it('ends with the last word on that course, changes no yes in another, and counts versions up by one', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        let consent: Consent | null = null;
        for (const { of, take, says } of steps) {
          const other = of === biology ? statistics : biology;
          const before: Consent | null = consent;
          consent = take(before);
          expect(consentIn(consent, of)).toBe(says);
          expect(consent.version).toBe((before?.version ?? 0) + 1);
          expect(consentIn(consent, other) === 'consented').toBe(consentIn(before, other) === 'consented');
          expect(new Set(consent.courses).size).toBe(consent.courses.length);
        }
      }),
      { numRuns: 300, seed: 20261124 },
    );
  });
});
