import type { AwsCall } from '../support/aws/aws-proxy.ts';
import { failEachKindOnce } from '../support/aws/deaths.ts';
import { eitherReads } from '../support/aws/reads.ts';
import { drive, insisting, openRoundStage, type Rounds } from '../support/aws/round.ts';
import type { AwsStage } from '../support/aws/stage.ts';

const nameOf = ({ by, service, operation }: AwsCall) => `${by} ${service} ${operation}`;

describe.each(eitherReads)('the packaged functions, while AWS fails; reads $reads', ({ stale }) => {
  let stage: AwsStage;
  let rounds: Rounds;

  const identified = async (session: string) => (await rounds.stateOf(session)) === 'identified';
  /** From the photograph to the gradebook; answers what is wrong at the end. */
  const wholeRound = async (): Promise<string[]> => {
    const session = await rounds.photograph();
    await drive(stage, rounds.course, () => identified(session));
    await rounds.confirm(session);
    await drive(stage, rounds.course, rounds.isPublished);
    return rounds.faults(session);
  };
  const errors = (name: string) =>
    stage.pool.logs.filter((line) => line.function === name && /"level":"(WARN|ERROR)"/.test(line.text)).length;

  beforeAll(async () => {
    ({ stage, rounds } = await openRoundStage({ tries: 40 }));
    stage.proxy.stale = stale;
  });
  afterAll(() => stage?.close());
  afterEach(() => {
    stage?.proxy.calm();
    stage?.faces.clear();
  });

  it('take a class from its photograph to the gradebook while nothing fails', async () => {
    stage.proxy.calls.length = 0;
    expect(await wholeRound()).toEqual([]);
    const called = new Set(stage.proxy.calls.filter(({ by }) => by !== '').map(nameOf));
    // What the faults below are made of.
    for (const name of [
      'web dynamodb PutItem',
      'identify s3 PUT',
      'identify rekognition DetectFaces',
      'publish dynamodb PutItem',
    ]) {
      expect([...called]).toContain(name);
    }
    expect(called.size).toBeGreaterThan(15);
  });

  it.each(['fail', 'lose'] as const)(
    'bear that every kind of call has one answer that is a fault (%s)',
    async (fate) => {
      const failed = failEachKindOnce(stage, fate);
      expect(await wholeRound()).toEqual([]);
      expect(failed.size).toBeGreaterThan(15);
    },
  );

  it.each([
    ['identify', 's3', []],
    ['identify', 'dynamodb', []],
    ['identify', 'rekognition', ['retain']],
    ['publish', 'dynamodb', []],
    ['retain', 'dynamodb', []],
    ['web', 'sqs', ['publish', 'retain']],
  ])('lose nothing when %s cannot reach %s for long, and say so', async (name, service, others: string[]) => {
    const before = errors(name);
    const session = await rounds.photograph();
    if (name !== 'identify') await drive(stage, rounds.course, () => identified(session));
    let refused = 0;
    stage.proxy.decide = ({ by, service: of }) => {
      if (![name, ...others].includes(by) || of !== service) return 'pass';
      refused += 1;
      return 'fail';
    };
    if (name !== 'identify') await rounds.confirm(session);
    const isDone = name === 'identify' ? () => identified(session) : rounds.isPublished;
    if (name === 'publish' || name === 'identify') {
      await expect(drive(stage, rounds.course, isDone, { rounds: 4, passTime: false })).rejects.toThrow('did not come');
    } else {
      for (let n = 0; n < 3; n += 1) await stage.delivery.tick();
    }
    expect(refused).toBeGreaterThan(0);
    expect(errors(name)).toBeGreaterThan(before);

    stage.proxy.calm();
    await drive(stage, rounds.course, isDone);
    if (name === 'identify') {
      await rounds.confirm(session);
      await drive(stage, rounds.course, rounds.isPublished);
    }
    expect(await rounds.faults(session)).toEqual([]);
  });

  it('answer a person in words while the table is away, and change nothing', async () => {
    stage.proxy.decide = ({ by, service }) => (by === 'web' && service === 'dynamodb' ? 'fail' : 'pass');
    const answer = await rounds.teacher.raw('POST', '/sessions', {});
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ code: 'UNAVAILABLE' });
    stage.proxy.calm();
    expect(await insisting(wholeRound)).toEqual([]);
  });

  it('do the same when every event comes three times, the later ones first', async () => {
    stage.delivery.copies = 3;
    stage.delivery.newestFirst = true;
    expect(await wholeRound()).toEqual([]);
    stage.delivery.copies = 1;
    stage.delivery.newestFirst = false;
  });
});
