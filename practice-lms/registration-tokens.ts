import { randomUUID } from 'node:crypto';
import { importJWK, jwtVerify, SignJWT } from 'jose';
import type { Platform } from './platform.ts';

/** Invitations to register: an hour's life, and one use. */
export interface Registrations {
  /** A tool's registration URL with what it needs to register here. LTI dynamic registration 1.0, section 3.3. */
  invite(registrationUrl: string): Promise<string>;
  check(bearer: string | undefined): Promise<{ ok: true; id: string } | { ok: false; reason: 'used' | 'invalid' }>;
  use(id: string): void;
}

const scope = 'reg';

export const openRegistrations = (platform: Platform): Registrations => {
  const used = new Set<string>();
  const { paths } = platform.profile;
  return {
    async invite(registrationUrl) {
      const now = Math.floor(platform.now() / 1000);
      const token = await new SignJWT({ scope })
        .setProtectedHeader({ alg: 'RS256', kid: platform.state.kid, typ: 'JWT' })
        .setIssuer(platform.issuer)
        .setJti(randomUUID())
        .setIssuedAt(now)
        .setExpirationTime(now + 3600)
        .sign(platform.state.key);
      const url = new URL(registrationUrl);
      url.searchParams.set('openid_configuration', platform.url + paths.configuration);
      url.searchParams.set('registration_token', token);
      return url.href;
    },
    async check(bearer) {
      const token = /^Bearer (.+)$/.exec(bearer ?? '')?.[1];
      try {
        const { payload } = await jwtVerify(token ?? '', await importJWK(platform.state.publicJwk, 'RS256'), {
          algorithms: ['RS256'],
          issuer: platform.issuer,
          requiredClaims: ['exp', 'jti'],
          currentDate: new Date(platform.now()),
        });
        const id = String(payload.jti);
        if (payload.scope !== scope) return { ok: false, reason: 'invalid' };
        return used.has(id) ? { ok: false, reason: 'used' } : { ok: true, id };
      } catch {
        return { ok: false, reason: 'invalid' };
      }
    },
    use: (id) => void used.add(id),
  };
};
