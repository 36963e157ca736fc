import { publishClass } from '../../bench/publish.ts';

describe('a class published against a platform that refuses every fifth call and loses every tenth answer', () => {
  it('ends right, sends nothing anew, and makes hardly more calls than are needed', async () => {
    const run = await publishClass({ students: 60, answerAfterMs: 0, refuseEvery: 5, loseEvery: 10 });
    expect(run).toMatchObject({ wrong: 0, sentAnew: 0 });
    expect(run.refusals).toBeGreaterThan(10);
    expect(run.lostAnswers).toBeGreaterThan(5);
    // The few calls before the first score weigh more in a small class.
    expect(run.callsOverNeeded).toBeLessThanOrEqual(1.2);
  });
});
