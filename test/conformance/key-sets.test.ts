import { exportJWK, generateKeyPair } from 'jose';
import { expectRefusal, launchCase } from '../support/certification.ts';
import { openPractice, type RunningPractice } from '../support/practice.ts';

describe("the platform's keys", () => {
  let practice: RunningPractice;
  beforeAll(async () => {
    practice = await openPractice();
  });
  afterAll(() => practice?.close());

  it('CORE-EXT-08: accepts a key that was published after the key set was read', async () => {
    expect((await launchCase(practice, 'student')).accepted).toBe(true);
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
    const kid = 'practice-lms-2';
    const publicJwk = { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' };
    Object.assign(practice.lms.platform.state, { key: privateKey, kid, publicJwk });
    expect((await launchCase(practice, 'student')).accepted).toBe(true);
  });

  it('asks for the sake of an unknown kid once a minute at most', async () => {
    for (let time = 0; time < 3; time += 1) {
      expectRefusal(await launchCase(practice, 'student', (all) => all, { kid: `unknown-${time}` }), 'kid_unknown');
    }
    expect((await launchCase(practice, 'student')).accepted).toBe(true);
  });
});
