import { dieAfter } from '../support/aws/deaths.ts';
import { drive, openRoundStage, type Rounds } from '../support/aws/round.ts';
import type { AwsStage } from '../support/aws/stage.ts';

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
    },
    900_000,
  );
});
