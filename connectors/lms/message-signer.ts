import { randomUUID } from 'node:crypto';
import { importPKCS8, SignJWT } from 'jose';
import type { Registration } from '../../core/lti/registration.ts';
import type { MessageSigner } from '../../core/ports/message-signer.ts';
import { backdatedSeconds, type SigningKey } from './token.ts';

const messageSeconds = 300;

/** IMS security framework 1.0, section 5.2.2. Moodle checks that the issuer is the client id; the nonce makes it good for once. */
export const messageSigner = (
  signingKey: (registration: Registration) => Promise<SigningKey>,
  now: () => number,
): MessageSigner => ({
  async sign(registration, claims) {
    const { kid, privateKey } = await signingKey(registration);
    const iat = Math.floor(now() / 1000) - backdatedSeconds;
    return new SignJWT({ ...claims, nonce: randomUUID() })
      .setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' })
      .setIssuer(registration.clientId)
      .setAudience(registration.issuer)
      .setIssuedAt(iat)
      .setExpirationTime(iat + messageSeconds)
      .sign(await importPKCS8(privateKey, 'RS256'));
  },
});
