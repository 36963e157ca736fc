import { createPublicKey, generateKeyPair, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import type { LtijsDatabase } from 'ltijs';
import type { Registration } from '../../core/lti/registration.ts';

const makeKeyPair = promisify(generateKeyPair);
const modulusLength = 2048;

/** The key that signs for one platform. */
export interface SigningKey {
  readonly kid: string;
  /** PEM, PKCS #8. */
  readonly privateKey: string;
}

export interface PlatformKeys {
  /** Registers the platform with ltijs and makes its key pair, off the event loop; saying it twice changes nothing. */
  register(registration: Registration): Promise<void>;
  /** @throws Error when the platform was never registered */
  signingKey(registration: Registration): Promise<SigningKey>;
}

/** Keys live in ltijs' own collections, so that its key set publishes them. Private ones are encrypted at rest. */
export const platformKeys = (plugin: LtijsDatabase, secret: string): PlatformKeys => {
  const identity = ({ issuer, clientId }: Registration) => ({ platformUrl: issuer, clientId });

  const ensureKey = async (registration: Registration): Promise<string> => {
    const query = identity(registration);
    const found = (await plugin.Get(secret, 'privatekey', query)) as { kid: string }[] | false;
    if (found !== false && found[0] !== undefined) return found[0].kid;
    const kid = randomUUID();
    const { privateKey } = await makeKeyPair('rsa', { modulusLength });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
    const publicPem = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' });
    const index = { kid, ...query };
    await plugin.Replace(secret, 'publickey', query, { key: publicPem, kid }, index);
    await plugin.Replace(secret, 'privatekey', query, { key: pem, kid }, index);
    return kid;
  };

  return {
    async register(registration) {
      const kid = await ensureKey(registration);
      const query = identity(registration);
      await plugin.Replace(false, 'platform', query, {
        ...query,
        platformName: registration.name,
        authEndpoint: registration.authUrl,
        accesstokenEndpoint: registration.tokenUrl,
        kid,
        authConfig: { method: 'JWK_SET', key: registration.jwksUrl },
      });
      await plugin.Replace(false, 'platformStatus', { id: kid }, { id: kid, active: true });
    },
    async signingKey(registration) {
      const found = (await plugin.Get(secret, 'privatekey', identity(registration))) as
        | { kid: string; key: string }[]
        | false;
      const key = found === false ? undefined : found[0];
      if (key === undefined) throw new Error('The platform has no key: it was never registered.');
      return { kid: key.kid, privateKey: key.key };
    },
  };
};
