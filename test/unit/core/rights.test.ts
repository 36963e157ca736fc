import { type Actor, actors, may, mayInCourse, type Verb, verbs } from '../../../core/rights.ts';
import { aDeepLinkingRequest } from '../../support/stored-things.ts';

/** The whole table, written out once more: who changes a right changes it here as well. */
const table: Readonly<Record<Verb, readonly Actor[]>> = {
  'see-course': ['teacher', 'ta'],
  'take-attendance': ['teacher', 'ta'],
  'correct-record': ['teacher', 'ta'],
  'set-grade-policy': ['teacher'],
  'see-gradebook-state': ['teacher', 'ta'],
  'export-records': ['teacher', 'ta'],
  'refresh-roster': ['teacher', 'ta'],
  'see-own-record': ['student'],
  'check-in': ['student'],
  'dispute-record': ['student'],
  consent: ['student'],
  'enrol-face': ['student'],
  'withdraw-face': ['student'],
  'decide-held-enrolment': ['teacher', 'ta'],
  'place-content': ['teacher', 'ta'],
  'see-registration': ['administrator'],
};

const cells = verbs.flatMap((verb) =>
  actors.map((actor) => [actor, table[verb].includes(actor) ? 'may' : 'may not', verb] as const),
);

describe('rights', () => {
  it.each(cells)('%s %s %s', (actor, allowed, verb) => {
    const person =
      actor === 'administrator'
        ? ({ role: 'none', administrator: true } as const)
        : { role: actor, administrator: false };
    expect(mayInCourse(person, verb)).toBe(allowed === 'may');
  });

  it.each(actors)('%s: a launch that places content is good for that alone, and no other launch for it', (actor) => {
    const person =
      actor === 'administrator'
        ? ({ role: 'none', administrator: true } as const)
        : { role: actor, administrator: false };
    const placing = verbs.filter((verb) => may({ ...person, deepLinking: aDeepLinkingRequest() }, verb));
    expect(placing).toEqual(actor === 'teacher' || actor === 'ta' ? ['place-content'] : []);
    const others = verbs.filter((verb) => may({ ...person, deepLinking: null }, verb));
    expect(others).toEqual(verbs.filter((verb) => verb !== 'place-content' && mayInCourse(person, verb)));
  });

  it('gives an administrator who teaches both columns, and no more', () => {
    const both = { role: 'teacher', administrator: true, deepLinking: null } as const;
    expect(may(both, 'take-attendance') && may(both, 'see-registration')).toBe(true);
    expect(may(both, 'see-own-record')).toBe(false);
  });
});
