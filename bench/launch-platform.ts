import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

const lti = 'https://purl.imsglobal.org/spec/lti/claim/';
export const clientId = 'bench';

/** A platform that only signs launches, and counts how often its keys are asked for. */
export interface LaunchPlatform {
  readonly url: string;
  keysAskedFor(): number;
  /** The token of a launch of the one teacher there is. */
  sign(nonce: string, target: string): Promise<string>;
  close(): Promise<void>;
}

export const openLaunchPlatform = async (): Promise<LaunchPlatform> => {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }] });
  let asked = 0;
  const server = createServer((_req, res) => {
    asked += 1;
    res.setHeader('Content-Type', 'application/json').end(keys);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    keysAskedFor: () => asked,
    sign: (nonce, target) =>
      new SignJWT({
        nonce,
        sub: 'teacher-1',
        name: 'Ada Example',
        [`${lti}message_type`]: 'LtiResourceLinkRequest',
        [`${lti}version`]: '1.3.0',
        [`${lti}deployment_id`]: '1',
        [`${lti}target_link_uri`]: target,
        [`${lti}resource_link`]: { id: 'rl-1' },
        [`${lti}roles`]: ['http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor'],
        [`${lti}context`]: { id: 'course-1', title: 'Course' },
      })
        .setProtectedHeader({ alg: 'RS256', kid: 'one' })
        .setIssuer(url)
        .setAudience(clientId)
        .setIssuedAt()
        .setExpirationTime('5m')
        .sign(privateKey),
    async close() {
      server.close();
      await once(server, 'close');
    },
  };
};
