import { createPublicKey, generateKeyPair, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import type { LtijsDatabase } from 'ltijs';
import type { Registration } from '../../core/lti/registration.ts';
import type { RegistrationKeys } from '../../core/ports/registration-keys.ts';

const makeKeyPair = promisify(generateKeyPair);
const modulusLength = 2048;

/** The key that signs for one platform. */
export interface SigningKey {
  readonly kid: string;
  /** PEM, PKCS #8. */
  readonly privateKey: string;
}

/** Key pairs are made off the event loop. */
export interface PlatformKeys extends RegistrationKeys {
  /** @throws Error when the platform was never registered */
  signingKey(registration: Registration): Promise<SigningKey>;
}

/** Keys live in ltijs' own collections, so that its key set publishes them. Private ones are encrypted at rest. */
export const platformKeys = (plugin: LtijsDatabase, secret: string): PlatformKeys => {
  const identity = ({ issuer, clientId }: Registration) => ({ platformUrl: issuer, clientId });

  const ensureKey = async (registration: Registration): Promise<string> => {
    const query = identity(registration);
    const found = (await plugin.Get(secret, 'privatekey', query)) as { kid: string }[] | false;
    return found !== false && found[0] !== undefined ? found[0].kid : makeKey(registration);
  };

  const makeKey = async (registration: Registration): Promise<string> => {
    const query = identity(registration);
    const kid = randomUUID();
    const { privateKey } = await makeKeyPair('rsa', { modulusLength });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
    const publicPem = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' });
    const index = { kid, ...query };
    await plugin.Replace(secret, 'publickey', query, { key: publicPem, kid }, index);
    await plugin.Replace(secret, 'privatekey', query, { key: pem, kid }, index);
    return kid;
  };

  const announce = async (registration: Registration, kid: string): Promise<void> => {
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
  };

  return {
    register: async (registration) => announce(registration, await ensureKey(registration)),
    async rotate(registration) {
      await announce(registration, await makeKey(registration));
      return { signsFrom: new Date().toISOString() };
    },
    async remove(registration) {
      const query = identity(registration);
      const found = (await plugin.Get(secret, 'privatekey', query)) as { kid: string }[] | false;
      for (const collection of ['privatekey', 'publickey', 'platform']) await plugin.Delete(collection, query);
      if (found !== false && found[0] !== undefined) await plugin.Delete('platformStatus', { id: found[0].kid });
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
