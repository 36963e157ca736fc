import { type FaceQuality, faultOf, type QualityLimits } from '../../../core/biometrics/enrolment.ts';

const limits: QualityLimits = {
  minHeightPx: 120,
  minBrightness: 30,
  maxBrightness: 90,
  minSharpness: 20,
  maxYaw: 25,
  maxPitch: 20,
};
const good: FaceQuality = { heightPx: 200, brightness: 60, sharpness: 50, yaw: 0, pitch: 0 };

describe('given one face', () => {
  it('has no fault within the limits, and exactly at them', () => {
    expect(faultOf([good], limits)).toBeNull();
    expect(faultOf([{ heightPx: 120, brightness: 30, sharpness: 20, yaw: 25, pitch: -20 }], limits)).toBeNull();
    expect(faultOf([{ ...good, brightness: 90, yaw: -25, pitch: 20 }], limits)).toBeNull();
  });

  it.each([
    ['FACE_TOO_SMALL', { heightPx: 119 }],
    ['FACE_TOO_DARK', { brightness: 29 }],
    ['FACE_TOO_BRIGHT', { brightness: 91 }],
    ['FACE_TURNED', { yaw: 26 }],
    ['FACE_TURNED', { yaw: -26 }],
    ['FACE_TURNED', { pitch: 21 }],
    ['FACE_TURNED', { pitch: -21 }],
    ['FACE_BLURRED', { sharpness: 19 }],
  ] as const)('is %s for %o', (fault, part) => {
    expect(faultOf([{ ...good, ...part }], limits)).toBe(fault);
  });

  it('names first what is to be mended first: distance, then light, then pose, then stillness', () => {
    const all = { heightPx: 10, brightness: 5, sharpness: 1, yaw: 80, pitch: 0 };
    expect(faultOf([all], limits)).toBe('FACE_TOO_SMALL');
    expect(faultOf([{ ...all, heightPx: 200 }], limits)).toBe('FACE_TOO_DARK');
    expect(faultOf([{ ...all, heightPx: 200, brightness: 60 }], limits)).toBe('FACE_TURNED');
  });
});

describe('given no face, or more than one', () => {
  it('says so, however good they are', () => {
    expect(faultOf([], limits)).toBe('FACE_NOT_FOUND');
    expect(faultOf([good, good], limits)).toBe('SEVERAL_FACES');
  });
});
