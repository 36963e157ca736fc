import {
  afterLook,
  afterTaking,
  coachingStart,
  instruction,
  looksNeeded,
  pauseAfter,
  shouldTake,
} from '../../../launch-ui/student/coach.ts';
import { pictureCheck } from '../../../lti-server/http/api-schema/student.ts';

describe('given no look yet', () => {
  it('says how to hold the head, and takes nothing', () => {
    expect(instruction(coachingStart)).toBe('Look straight at the camera');
    expect(shouldTake(coachingStart)).toBe(false);
  });
});

describe('given good looks', () => {
  it('asks to hold still, and takes a picture after the second in a row', () => {
    const once = afterLook(coachingStart, null);
    expect(instruction(once)).toBe('Good. Hold still');
    expect(shouldTake(once)).toBe(false);
    expect(shouldTake(afterLook(once, null))).toBe(true);
  });

  it('begins to count anew after a fault', () => {
    const lost = afterLook(afterLook(coachingStart, null), 'FACE_BLURRED');
    expect(instruction(lost)).toBe('Hold still');
    expect(shouldTake(afterLook(lost, null))).toBe(false);
  });

  it('asks for another pose for each picture, and begins to count anew', () => {
    const first = afterTaking({ ...coachingStart, good: looksNeeded });
    expect(first).toEqual({ taken: 1, good: 0, fault: null });
    expect(instruction(first)).toBe('Turn your head a little to the left');
    expect(instruction(afterTaking(first))).toBe('Turn your head a little to the right');
    expect(instruction(afterTaking(afterTaking(first)))).toBe('Done');
  });
});

describe('given a fault', () => {
  const faults = pictureCheck.shape.fault.unwrap().options;

  it('has one short instruction for each, and no two the same', () => {
    const words = faults.map((fault) => instruction(afterLook(coachingStart, fault)));
    expect(new Set(words).size).toBe(faults.length);
    for (const one of words) expect(one).toMatch(/^[A-Z].{5,55}$/);
  });
});

describe('given looks that come to nothing', () => {
  it('looks less often with each, up to half a minute or so, and not in step with others', () => {
    const pauses = [0, 1, 2, 3, 4, 5, 9].map((troubles) => pauseAfter(troubles, () => 0));
    expect(pauses).toEqual([350, 3_000, 6_000, 12_000, 24_000, 24_000, 24_000]);
    expect(pauseAfter(1, () => 0.5)).toBe(4_500);
  });
});
