import { randomUUID } from 'node:crypto';
import { asId } from '../../core/ids.ts';
import { operatorToken } from '../../lti-server/operator-token.ts';
import { alarmsOn } from '../support/aws/alarms.ts';
import { dieAfter, expectSurvival, letLeaseRunOut } from '../support/aws/deaths.ts';
import { drive, openRoundStage, type Rounds } from '../support/aws/round.ts';
import { type AwsStage, secrets } from '../support/aws/stage.ts';
import { failing } from '../support/crash-points.ts';
import { clientOf } from '../support/practice.ts';

describe('a packaged function that is killed right after one of its writes', () => {
  let stage: AwsStage;
  let rounds: Rounds;

  beforeAll(async () => {
    ({ stage, rounds } = await openRoundStage({ tries: 40, visibilitySeconds: 1 }));
  });
  afterAll(() => stage?.close());

  const round = async (): Promise<string[]> => {
    const session = await rounds.photograph();
    await drive(stage, rounds.course, async () => (await rounds.stateOf(session)) === 'identified');
    await rounds.confirm(session);
    await drive(stage, rounds.course, rounds.isPublished);
    return rounds.faults(session);
  };

  it.each([
    ['identify', 8],
    ['publish', 20],
  ])(
    '%s: loses nothing and doubles nothing',
    async (name, least) => {
      const visited: string[] = [];
      const faults: string[] = [];
      const counted = stage.pool.errorsOf(name);
      for (let point = 1; ; point += 1) {
        const died = dieAfter(stage, name, point);
        const found = await round().catch((error: Error) => [error.message]);
        const at = died();
        stage.proxy.calm();
        faults.push(...found.map((fault) => `${at}: ${fault}`));
        if (at === '') break;
        visited.push(at);
      }
      console.info([`${name}: ${visited.length} points, ${faults.length} failures`, ...visited, ...faults].join('\n'));
      expect(faults).toEqual([]);
      expect(visited.length).toBeGreaterThanOrEqual(least);
      expect(stage.pool.errorsOf(name) - counted).toBe(visited.length);
      expect(await alarmsOn(name)).not.toEqual([]);
    },
    900_000,
  );

  it('retain: by the same task each minute, holds up nobody behind it, as the operator sees, and it is done once it does not kill any more', async () => {
    const { work } = stage.stores;
    const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
    const poison = { kind: 'expire-captures', key: `${rounds.course}/s_none/k_none` } as const;
    await work.add({ ...poison, dueAt: minutesAgo(60), stamp: 'poison', attempts: 0 });
    const letItComeDue = async () => {
      await letLeaseRunOut(stage, `${poison.kind}/${poison.key}`);
      const waits = await work.find(poison.kind, poison.key);
      if (waits !== null) await work.putOff(waits, { dueAt: minutesAgo(60), attempts: waits.attempts });
    };
    let deaths = 0;
    stage.proxy.decide = ({ by, service }) => {
      if (by !== 'retain' || service !== 's3') return 'pass';
      deaths += 1;
      stage.pool.kill('retain');
      return 'silence';
    };
    const told = stage.pool.logs.length;
    const counted = stage.pool.errorsOf('retain');
    const heldUp: number[] = [];
    for (let minute = 0; deaths < 20; minute += 1) {
      expect(minute).toBeLessThan(60);
      const behind = { kind: 'reconcile-gallery', key: rounds.course } as const;
      await work.add({ ...behind, dueAt: minutesAgo(1), stamp: `minute ${minute}`, attempts: 0 });
      await stage.delivery.minute();
      if ((await work.find(behind.kind, behind.key)) !== null) heldUp.push(minute);
      await letItComeDue();
    }
    stage.proxy.calm();
    // The last death is counted, and then it is tried again.
    await stage.delivery.minute();
    await letItComeDue();
    await stage.delivery.minute();
    expect(await work.find(poison.kind, poison.key)).toBeNull();
    // Nobody knows it before its first death.
    expect(heldUp).toEqual([0]);
    expect(deaths).toBe(20);
    const lines = stage.pool.logs.slice(told).filter(({ function: name }) => name === 'retain');
    expect(stage.pool.errorsOf('retain') - counted).toBe(20);
    expect(await alarmsOn('retain')).not.toEqual([]);
    const failed = lines.filter(({ text }) => text.includes('work failed') && text.includes('RunDied'));
    expect(failed).toHaveLength(20);
    for (const { text } of failed) expect(text).toContain('expire-captures');
  }, 300_000);

  it('web: a session that was opened by mistake', async () => {
    const find = (session: string) => stage.stores.sessions.find(rounds.course, asId(session));
    await expectSurvival(stage, 'web, remove session', 4, {
      by: 'web',
      async prepare() {
        const { id } = await rounds.teacher.call<{ id: string }>('POST', '/sessions', {});
        await rounds.teacher.call('POST', `/sessions/${id}/captures`);
        const wanted = { minutes: 60, lateAfterMinutes: null, changing: false };
        await rounds.teacher.call('POST', `/sessions/${id}/check-in`, wanted);
        return id;
      },
      act: (session) => rounds.teacher.call('DELETE', `/sessions/${session}`),
      async again(session) {
        if ((await find(session)) !== null) await rounds.teacher.call('DELETE', `/sessions/${session}`);
      },
      async faults(session) {
        const [captures, periods] = await Promise.all([
          stage.stores.captures.list(rounds.course, asId(session), new Date(0).toISOString()),
          stage.stores.checkInPeriods.find(rounds.course, asId(session)),
        ]);
        return failing([
          [(await find(session)) === null, 'the session stands'],
          [captures.length === 0, `${captures.length} captures`],
          [periods === null, 'a check-in stands'],
        ]);
      },
    });
  });

  it('web: a registration that is taken away, with its keys', async () => {
    const bearer = operatorToken(secrets.secret, stage.toolUrl, Date.now());
    const operator = clientOf(stage, bearer);
    const of = (id: string) => `/admin/registrations/${id}`;
    await expectSurvival(stage, 'web, remove registration', 5, {
      by: 'web',
      async prepare() {
        const platform = { kind: 'moodle', site: `https://moodle-${randomUUID()}.example` };
        const given = { name: 'Other', platform, clientId: 'c', deployment: null, deploymentPolicy: 'approve' };
        const { id } = await operator.call<{ id: string }>('POST', '/admin/registrations', given);
        await operator.call('POST', `${of(id)}/report-keys`, { name: 'Warehouse', withNames: false });
        return id;
      },
      act: (id) => operator.call('DELETE', of(id)),
      async again(id) {
        if ((await operator.raw('GET', of(id))).status !== 404) await operator.call('DELETE', of(id));
      },
      async faults(id) {
        const left = await stage.table.query(`REGISTRATION#${id}`);
        const { registrations } = await operator.call<{ registrations: { id: string }[] }>(
          'GET',
          '/admin/registrations',
        );
        return failing([
          [(await operator.raw('GET', of(id))).status === 404, 'it stands'],
          [!registrations.some((one) => one.id === id), 'it is listed'],
          [left.length === 0, `kept: ${left.map(({ sk }) => sk).join()}`],
          [registrations.some((one) => one.id === stage.registration), 'another one went too'],
        ]);
      },
    });
  });
});
