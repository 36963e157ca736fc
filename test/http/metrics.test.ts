import { request } from 'node:http';
import { launchAs } from '../../practice-lms/http-launch.ts';
import { type AdministeredPractice, openAdministered, signIn, signInCode } from '../support/administration.ts';

describe('the numbers of a server', () => {
  let practice: AdministeredPractice;
  beforeAll(async () => {
    practice = await openAdministered();
  });
  afterAll(() => practice?.close());

  const ask = (headers: Record<string, string> = {}): Promise<{ status: number; text: string }> =>
    new Promise((resolve, reject) => {
      const { port } = new URL(practice.toolUrl);
      const asked = request({ host: '127.0.0.1', port, path: '/metrics', headers }, (answer) => {
        let text = '';
        answer.on('data', (chunk) => {
          text += String(chunk);
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
      });
      asked.once('error', reject).end();
    });
  const counted = async (name: string) => Number(new RegExp(`^${name} (\\d+)`, 'm').exec((await ask()).text)?.[1] ?? 0);

  it('are given to a program on this machine', async () => {
    const { status, text } = await ask();
    expect(status).toBe(200);
    expect(text).toMatch(/^muster_storage_bytes [1-9]\d+$/m);
    expect(text).toMatch(/^muster_gradebook_unconfirmed_over24h 0$/m);
  });

  it.each([
    ['came by a proxy', { 'X-Forwarded-For': '203.0.113.7' }],
    ['asked for the public host', { Host: 'muster.school.example' }],
    ['shows an operator’s token that is none', { Host: 'muster.school.example', Authorization: 'Bearer operator.1.x' }],
  ])('are not there for who %s', async (_, headers) => {
    expect((await ask(headers)).status).toBe(404);
  });

  it('are given to an operator’s token, whoever brings it', async () => {
    const token = practice.operatorBearer();
    expect((await ask({ Host: 'muster.school.example', Authorization: `Bearer ${token}` })).status).toBe(200);
  });

  it('count launches that open and launches that fail, and nothing that is no launch', async () => {
    const before = [await counted('muster_launch_succeeded_total'), await counted('muster_launch_failed_total')];
    await launchAs(practice.lmsUrl, 'teacher-1', 'biology-101');
    await fetch(`${practice.toolUrl}/lti/launch`, { method: 'POST' });
    await fetch(`${practice.toolUrl}/lti/login/nobody`);
    const deployment = (state: string) =>
      practice.operator.call('PUT', '/registrations/practice/deployments', { deployment: 'practice-1', state });
    await deployment('disabled');
    await launchAs(practice.lmsUrl, 'teacher-1', 'biology-101');
    await deployment('approved');
    const after = [await counted('muster_launch_succeeded_total'), await counted('muster_launch_failed_total')];
    expect(after).toEqual([(before[0] ?? 0) + 1, (before[1] ?? 0) + 1]);
  });

  it('count sign-ins of administrators', async () => {
    const code = await signInCode(practice.operator);
    for (let times = 0; times < 2; times += 1) await signIn(practice.toolUrl, code);
    expect(await counted('muster_sign_in_succeeded_total')).toBe(1);
    expect(await counted('muster_sign_in_failed_total')).toBe(1);
  });
});
