import { basePayload, beginLogin, launchCase, signed } from '../support/certification.ts';
import { postLaunch } from '../support/forged-launch.ts';
import { mutate, seeded } from '../support/mutations.ts';
import { asWindow } from '../support/platform-steps.ts';
import { openPractice, type RunningPractice } from '../support/practice.ts';

const each = 1_000;
const atOnce = 10;
/** Another seed, another thousand: the number is what makes a failure repeatable. */
const seed = 20_261_124;

describe('two thousand requests with one thing changed, and a lecture hall', () => {
  let practice: RunningPractice;
  beforeAll(async () => {
    practice = await openPractice();
  });
  afterAll(() => practice?.close());

  /** Sends them some at a time, and tells of each that was answered wrongly by the fields it had. */
  const send = async (
    request: (fields: [string, string][], n: number) => Promise<string | null>,
    fields: () => Promise<Readonly<Record<string, string>>>,
  ): Promise<string[]> => {
    const random = seeded(seed);
    const wrong: string[] = [];
    for (let begun = 0; begun < each; begun += atOnce) {
      const whole = await fields();
      const some = Array.from({ length: atOnce }, (_, n) => ({ changed: mutate(whole, random), n: begun + n }));
      const told = await Promise.all(some.map(async ({ changed, n }) => [await request(changed, n), changed] as const));
      for (const [fault, changed] of told)
        if (fault !== null) wrong.push(`${fault}: ${JSON.stringify(changed).slice(0, 300)}`);
    }
    return wrong;
  };

  it('begins no foreign login, and never fails, whatever a login says', async () => {
    const wrong = await send(
      async (fields, n) => {
        const body = new URLSearchParams(fields);
        const url = `${practice.toolUrl}/lti/login/practice`;
        const answer =
          n % 2 === 0
            ? await fetch(`${url}?${body}`, { redirect: 'manual', headers: asWindow })
            : await fetch(url, { method: 'POST', body, redirect: 'manual' });
        const text = await answer.text();
        const location = answer.headers.get('location');
        if (answer.status >= 500) return `answered ${answer.status}`;
        if (location !== null && !location.startsWith(`${practice.lmsUrl}/auth?`)) return `led to ${location}`;
        return text.includes('muster-launch') ? 'opened a session' : null;
      },
      async () => ({
        iss: practice.lmsUrl,
        login_hint: '40899',
        target_link_uri: `${practice.toolUrl}/lti/launch`,
        lti_message_hint: '{"cmid":5}',
        client_id: 'muster-practice',
        lti_deployment_id: 'practice-1',
        lti_storage_target: '_parent',
      }),
    );
    expect(wrong).toEqual([]);
  }, 120_000);

  it('opens no session, and never fails, whatever a launch says', async () => {
    let cookie = '';
    const wrong = await send(
      async (fields) => {
        const answer = await postLaunch(practice, fields, cookie);
        if (answer.status >= 500) return `answered ${answer.status}`;
        return answer.accepted ? 'opened a session' : null;
      },
      async () => {
        const login = await beginLogin(practice);
        cookie = login.cookie;
        return { state: login.state, id_token: await signed(practice, basePayload(practice, 'instructor', login)) };
      },
    );
    expect(wrong).toEqual([]);
  }, 120_000);

  it('lives on', async () => {
    expect((await launchCase(practice, 'instructor')).accepted).toBe(true);
  });

  it('opens two hundred launches at once', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, () => launchCase(practice, 'student')));
    expect(answers.filter(({ accepted }) => accepted)).toHaveLength(200);
    expect(new Set(answers.map(({ bearer }) => bearer)).size).toBe(200);
  }, 60_000);
});
