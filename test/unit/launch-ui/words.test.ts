import { evidenceInNumbers, evidenceInWords } from '../../../launch-ui/evidence-words.ts';
import { count } from '../../../launch-ui/plural.ts';
import { countsInWords, gradebookInWords, stateInWords } from '../../../launch-ui/teacher/session-words.ts';
import { aBoard } from '../../support/board-things.ts';

const none = { present: 0, late: 0, absent: 0, excused: 0 };

describe('numbers in words', () => {
  it('are one of one kind, and several of another', () => {
    expect([0, 1, 2, 1200].map((number) => count(number, 'face'))).toEqual([
      '0 faces',
      '1 face',
      '2 faces',
      '1,200 faces',
    ]);
    expect([1, 3].map((number) => count(number, 'person', 'people'))).toEqual(['1 person', '3 people']);
  });
});

describe('a session in words', () => {
  const { session } = aBoard();

  it('leaves out what is nought', () => {
    expect(countsInWords({ ...none, present: 26, absent: 2 })).toBe('26 present, 2 absent');
    expect(countsInWords(none)).toBe('nobody marked');
  });

  it('says how far it is', () => {
    expect(stateInWords(session)).toBe('not confirmed yet');
    expect(stateInWords({ ...session, state: 'confirming' })).toBe('being recorded');
    expect(stateInWords({ ...session, state: 'confirmed', counts: { ...none, late: 1 } })).toBe('1 late');
  });
});

describe('the gradebook in words', () => {
  const quiet = { on: true, available: true, pending: 0, confirmed: 27, refused: 0, changed: 0 };

  it('is up to date, or says what is not', () => {
    expect(gradebookInWords(quiet)).toBe('gradebook up to date');
    expect(gradebookInWords({ ...quiet, pending: 1, refused: 2, changed: 1 })).toBe(
      '1 grade on the way, 2 grades refused, 1 grade changed in the gradebook',
    );
  });

  it('speaks of no grades where there is no column', () => {
    expect(gradebookInWords({ ...quiet, on: false, pending: 5 })).toBe('no grade column');
  });
});

describe('how a status came about', () => {
  const photo = {
    kind: 'photo',
    captureHash: 'ab',
    box: { left: 0, top: 0, width: 0.1, height: 0.1 },
    engine: 'embedded',
    modelVersion: 'mobilefacenet-1',
    matchThreshold: 42,
    reviewThreshold: 34,
    similarity: 71.4567,
    decision: 'match',
  } as const;

  it('names the person who confirmed it, for a picture as well', () => {
    expect(evidenceInWords({ evidence: photo, byName: 'Ms Ito' })).toBe(
      'Recognised in a class picture, confirmed by Ms Ito',
    );
    expect(evidenceInWords({ evidence: { kind: 'hand' }, byName: 'Ms Ito' })).toBe('Marked by Ms Ito');
  });

  it('gives the numbers of a picture, with its thresholds, and none of a word by hand', () => {
    expect(evidenceInNumbers({ evidence: photo }, 'Europe/Berlin')).toBe(
      'Similarity 71.5 (match from 42, review from 34), embedded mobilefacenet-1',
    );
    expect(evidenceInNumbers({ evidence: { kind: 'hand' } }, 'Europe/Berlin')).toBeNull();
  });

  it('tells a check-in from what was seen and what was marked, and when it was, in the course’s zone', () => {
    const evidence = { kind: 'code', at: '2026-11-24T09:02:00.000Z' } as const;
    expect(evidenceInWords({ evidence, byName: 'Ms Ito' })).toBe('Checked in with the code, confirmed by Ms Ito');
    expect(evidenceInNumbers({ evidence }, 'Europe/Berlin')).toMatch(/^Checked in .*10:02/);
  });
});
