import { generateKeyPair, type KeyObject, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import type { LtijsDatabase } from 'ltijs';
import { isMusterError, MusterError } from '../../core/errors.ts';
import type { RegistrationId } from '../../core/ids.ts';
import {
  announcedKey,
  type KeyMaterial,
  type KeyRing,
  newKeyRing,
  publishedKeys,
  type RingKey,
  rotated,
  settled,
  signingKey,
} from '../../core/lti/key-ring.ts';
import type { Registration } from '../../core/lti/registration.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { KeyRingStore } from '../../core/ports/key-ring-store.ts';
import type { KeyVault } from '../../core/ports/key-vault.ts';
import { untilUnchanged } from '../../core/retry.ts';

const makeKeyPair = promisify(generateKeyPair);
/** LTI security framework 1.0, 5.1: RS256, 2048 bits at least. */
const modulusLength = 2048;

/** The key that signs for one platform. */
export interface SigningKey {
  readonly kid: string;
  /** PEM, PKCS #8. */
  readonly privateKey: string;
}

/** RFC 7517: the published half, and no member more. */
export interface PublicJwk {
  readonly kty: 'RSA';
  readonly kid: string;
  readonly alg: 'RS256';
  readonly use: 'sig';
  readonly n: string;
  readonly e: string;
}

export interface PlatformKeys {
  /** Tells ltijs of the platform and makes its key pair, off the event loop; saying it twice changes nothing. */
  register(registration: Registration): Promise<void>;
  /** Publishes the next key and answers from when (ISO 8601) it signs; the same one while it is not in use yet. */
  rotate(registration: Registration): Promise<{ readonly kid: string; readonly signsFrom: string }>;
  /** @throws MusterError NOT_FOUND when the platform was never registered */
  signingKey(registration: Registration): Promise<SigningKey>;
  /** One read; null when the platform was never registered. */
  publicKeys(registration: RegistrationId): Promise<readonly PublicJwk[] | null>;
  /** Encrypts with the vault's present key what an older one encrypted. Answers whether there was anything. */
  reseal(registration: RegistrationId): Promise<boolean>;
  /** Its keys end with it, and ltijs forgets it. */
  remove(registration: Registration): Promise<void>;
}

export interface PlatformKeysDeps {
  readonly ltijs: LtijsDatabase;
  readonly rings: KeyRingStore;
  readonly vault: KeyVault;
  readonly clock: Clock;
}

const place = (registration: RegistrationId, kid: string) => `platform-key/${registration}/${kid}`;

const toJwk = ({ kid, n, e }: RingKey): PublicJwk => ({ kty: 'RSA', kid, alg: 'RS256', use: 'sig', n, e });

const publicHalf = (privateKey: KeyObject): { n: string; e: string } => {
  const { n, e } = privateKey.export({ format: 'jwk' });
  if (n === undefined || e === undefined) throw new Error('The key that was made is no RSA key.');
  return { n, e };
};

/**
 * Our own keys, one ring a platform, beside the registrations; private halves leave the vault only to sign. ltijs keeps
 * the rows that its validation reads, under the registration's id as its kid, and none of the keys
 * (docs/decisions/0002-ltijs-behind-a-guard.md).
 */
export const platformKeys = ({ ltijs, rings, vault, clock }: PlatformKeysDeps): PlatformKeys => {
  const identity = ({ issuer, clientId }: Registration) => ({ platformUrl: issuer, clientId });

  const makeKey = async (registration: RegistrationId): Promise<KeyMaterial> => {
    const kid = randomUUID();
    const { privateKey } = await makeKeyPair('rsa', { modulusLength });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    return { kid, ...publicHalf(privateKey), privateKey: await vault.encrypt(pem, place(registration, kid)) };
  };

  const getRing = async (registration: RegistrationId): Promise<KeyRing> => {
    const ring = await rings.find(registration);
    if (ring === null) throw new MusterError('NOT_FOUND', { port: 'platform-keys', registration });
    return ring;
  };

  const ensureRing = (id: RegistrationId) =>
    untilUnchanged(async () => {
      if ((await rings.find(id)) === null) await rings.put(newKeyRing(id, await makeKey(id), clock.now()));
    });

  /** Whoever comes by takes the dropped keys out; when another process was faster it has done so. */
  const tidy = async (ring: KeyRing, now: string): Promise<void> => {
    const rest = settled(ring, now);
    if (rest.keys.length === ring.keys.length) return;
    await rings.put({ ...rest, version: ring.version + 1 }).catch((error: unknown) => {
      if (!isMusterError(error, 'RECORD_CHANGED')) throw error;
    });
  };

  const resealed = async (id: RegistrationId, key: RingKey): Promise<RingKey> => {
    if (key.privateKey.keyId === vault.currentKeyId) return key;
    const pem = await vault.decrypt(key.privateKey, place(id, key.kid));
    return { ...key, privateKey: await vault.encrypt(pem, place(id, key.kid)) };
  };

  return {
    async register(registration) {
      const { id, name, authUrl, tokenUrl, jwksUrl } = registration;
      await ensureRing(id);
      const query = identity(registration);
      await ltijs.Replace(false, 'platform', query, {
        ...query,
        platformName: name,
        authEndpoint: authUrl,
        accesstokenEndpoint: tokenUrl,
        kid: id,
        authConfig: { method: 'JWK_SET', key: jwksUrl },
      });
      await ltijs.Replace(false, 'platformStatus', { id }, { id, active: true });
    },
    rotate: ({ id }) =>
      untilUnchanged(async () => {
        const ring = await getRing(id);
        const now = clock.now();
        const standing = announcedKey(ring, now);
        if (standing !== null) return { kid: standing.kid, signsFrom: standing.signsFrom };
        const next = rotated(ring, await makeKey(id), now);
        await rings.put(next);
        const { kid, signsFrom } = announcedKey(next, now) as RingKey;
        return { kid, signsFrom };
      }),
    async signingKey({ id }) {
      const ring = await getRing(id);
      const now = clock.now();
      const { kid, privateKey } = signingKey(ring, now) as RingKey;
      await tidy(ring, now);
      return { kid, privateKey: await vault.decrypt(privateKey, place(id, kid)) };
    },
    async publicKeys(id) {
      const ring = await rings.find(id);
      return ring === null ? null : publishedKeys(ring, clock.now()).map(toJwk);
    },
    reseal: (id) =>
      untilUnchanged(async () => {
        const ring = await rings.find(id);
        if (ring === null || ring.keys.every(({ privateKey }) => privateKey.keyId === vault.currentKeyId)) return false;
        const keys = await Promise.all(ring.keys.map((key) => resealed(id, key)));
        await rings.put({ ...ring, keys, version: ring.version + 1 });
        return true;
      }),
    async remove(registration) {
      await rings.remove(registration.id);
      await ltijs.Delete('platform', identity(registration));
      await ltijs.Delete('platformStatus', { id: registration.id });
    },
  };
};
