import { asId, type RegistrationId } from '../../../core/ids.ts';
import {
  announcedKey,
  type KeyMaterial,
  type KeyRing,
  newKeyRing,
  publishedKeys,
  rotated,
  settled,
  signingKey,
} from '../../../core/lti/key-ring.ts';

const registration = asId<RegistrationId>('canvas');
const material = (kid: string): KeyMaterial => ({
  kid,
  n: 'n',
  e: 'AQAB',
  privateKey: { keyId: 'v', ciphertext: 'c' },
});
const at = (hours: number) => new Date(Date.parse('2026-03-02T09:00:00.000Z') + hours * 3_600_000).toISOString();
const kids = (ring: KeyRing, now: string) => publishedKeys(ring, now).map(({ kid }) => kid);

describe('a new key ring', () => {
  const ring = newKeyRing(registration, material('first'), at(0));

  it('signs with its very first key at once', () => {
    expect(signingKey(ring, at(0))?.kid).toBe('first');
    expect(kids(ring, at(0))).toEqual(['first']);
    expect(announcedKey(ring, at(0))).toBeNull();
  });

  it('keeps its only key for ever', () => {
    expect(kids(ring, at(100_000))).toEqual(['first']);
    expect(settled(ring, at(100_000))).toEqual(ring);
  });

  it('signs with it also when the clock was set back', () => {
    expect(signingKey(ring, at(-5))?.kid).toBe('first');
  });
});

describe('a rotated key ring', () => {
  const ring = rotated(newKeyRing(registration, material('first'), at(0)), material('second'), at(10));

  it('publishes the next key before it is used', () => {
    expect(kids(ring, at(10))).toEqual(['first', 'second']);
    expect(signingKey(ring, at(10))?.kid).toBe('first');
    expect(announcedKey(ring, at(10))).toMatchObject({ kid: 'second', publishedAt: at(10), signsFrom: at(11) });
    expect(ring.version).toBe(2);
  });

  it('signs with the new one an hour later, when every cache has seen it', () => {
    expect(signingKey(ring, at(10.99))?.kid).toBe('first');
    expect(signingKey(ring, at(11))?.kid).toBe('second');
    expect(announcedKey(ring, at(11))).toBeNull();
  });

  it('keeps the old one published for a day after that, and then drops it', () => {
    expect(kids(ring, at(34.99))).toEqual(['first', 'second']);
    expect(kids(ring, at(35))).toEqual(['second']);
    expect(settled(ring, at(35)).keys.map(({ kid }) => kid)).toEqual(['second']);
  });

  it('makes no further key while one is announced', () => {
    expect(rotated(ring, material('third'), at(10.5))).toBe(ring);
  });

  it('is rotated again once the announced key signs, and leaves out what was dropped meanwhile', () => {
    const soon = rotated(ring, material('third'), at(11));
    expect(kids(soon, at(11))).toEqual(['first', 'second', 'third']);
    expect(signingKey(soon, at(12))?.kid).toBe('third');
    const late = rotated(ring, material('third'), at(40));
    expect(late.keys.map(({ kid }) => kid)).toEqual(['second', 'third']);
    expect(late.version).toBe(3);
  });

  it('never publishes more than the keys of its last day, however often it is rotated', () => {
    let busy = ring;
    for (let hour = 11; hour < 200; hour += 1) busy = rotated(busy, material(`key-${hour}`), at(hour));
    expect(busy.keys.length).toBeLessThanOrEqual(27);
  });
});
