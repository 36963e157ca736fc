import type { RegistrationId } from '../ids.ts';
import { day, hour, later } from '../later.ts';
import type { Sealed } from '../ports/key-vault.ts';

/** An RSA key pair as it is kept: what is published of it, and the private half that only the vault reads. */
export interface KeyMaterial {
  readonly kid: string;
  /** Modulus and exponent, base64url (RFC 7518, 6.3.1): all of a key that is ever published. */
  readonly n: string;
  readonly e: string;
  /** PEM, PKCS #8. */
  readonly privateKey: Sealed;
}

/**
 * announced (published, not yet signing) -> signing -> retired (published still, for what it signed) -> dropped.
 * Dates decide: nothing has to run at a certain hour for a key to take over.
 */
export interface RingKey extends KeyMaterial {
  readonly publishedAt: string;
  readonly signsFrom: string;
}

/** The keys Muster signs with towards one platform, oldest first, never empty. Security framework: a key pair a platform. */
export interface KeyRing {
  readonly registration: RegistrationId;
  readonly keys: readonly RingKey[];
  readonly version: number;
}

/** What a platform may keep a fetched key set for. */
export const keySetMaxAgeSeconds = 600;
/** Some platforms keep a key set longer than they are told; an hour is six times that. */
const announcedMs = hour;
/** What an old key signed lives minutes; platforms that look late get a day. */
const overlapMs = day;

/** The very first key signs at once: nobody can have an older set of this platform's keys. */
export const newKeyRing = (registration: RegistrationId, key: KeyMaterial, now: string): KeyRing => ({
  registration,
  keys: [{ ...key, publishedAt: now, signsFrom: now }],
  version: 1,
});

/** The key that is published and not yet used. */
export const announcedKey = ({ keys }: KeyRing, now: string): RingKey | null =>
  keys.find(({ signsFrom }) => signsFrom > now) ?? null;

/** The newest key that has been published long enough; the oldest one when a clock was set back before them all. */
export const signingKey = ({ keys }: KeyRing, now: string): RingKey | null =>
  keys.findLast(({ signsFrom }) => signsFrom <= now) ?? keys[0] ?? null;

/** A key is dropped a day after its successor began to sign. */
export const publishedKeys = ({ keys }: KeyRing, now: string): readonly RingKey[] =>
  keys.filter((_, index) => {
    const successor = keys[index + 1];
    return successor === undefined || later(successor.signsFrom, overlapMs) > now;
  });

/** Without the keys that nobody needs any more. */
export const settled = (ring: KeyRing, now: string): KeyRing => ({ ...ring, keys: publishedKeys(ring, now) });

/** Announces the next key. While one is announced already nothing changes: asked twice, one key is made. */
export const rotated = (ring: KeyRing, key: KeyMaterial, now: string): KeyRing =>
  announcedKey(ring, now) === null
    ? {
        ...ring,
        keys: [...publishedKeys(ring, now), { ...key, publishedAt: now, signsFrom: later(now, announcedMs) }],
        version: ring.version + 1,
      }
    : ring;
