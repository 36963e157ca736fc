import { drive, openRounds, type Rounds } from '../support/aws/round.ts';
import { type AwsStage, openStage } from '../support/aws/stage.ts';

describe('a packaged function that is killed right after one of its writes', () => {
  let stage: AwsStage;
  let rounds: Rounds;
  const bodies: string[] = [];

  beforeAll(async () => {
    const onScore = (_: number, body: string) => {
      bodies.push(body);
      return 'ok' as const;
    };
    stage = await openStage({ lms: { onScore }, tries: 40, visibilitySeconds: 1 });
    rounds = await openRounds(stage, bodies);
  });
  afterAll(() => stage?.close());

  /** Kills the function after its write number `point`; tells whether it came to it, and which it was. */
  const killAfter = (name: string, point: number) => {
    let writes = 0;
    const killed = { at: '' };
    stage.proxy.decide = ({ by, isWrite, operation }) => {
      if (by !== name || !isWrite || killed.at !== '') return 'pass';
      writes += 1;
      if (writes !== point) return 'pass';
      killed.at = `${point} ${operation}`;
      return 'silence';
    };
    let dead = false;
    stage.proxy.done = ({ by, isWrite }) => {
      if (dead || killed.at === '' || by !== name || !isWrite) return;
      dead = true;
      stage.pool.kill(name);
    };
    return killed;
  };

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
      for (let point = 1; ; point += 1) {
        const killed = killAfter(name, point);
        const found = await round().catch((error: Error) => [error.message]);
        stage.proxy.calm();
        faults.push(...found.map((fault) => `${killed.at}: ${fault}`));
        if (killed.at === '') break;
        visited.push(killed.at);
      }
      console.info([`${name}: ${visited.length} points, ${faults.length} failures`, ...visited, ...faults].join('\n'));
      expect(faults).toEqual([]);
      expect(visited.length).toBeGreaterThanOrEqual(least);
    },
    900_000,
  );
});
