import { crowd } from '../test/support/lms-connector.ts';
import { openPublishing } from '../test/support/publishing.ts';

export interface PublishRun {
  readonly students: number;
  /** All calls of services: tokens, line items, results and scores. */
  readonly calls: number;
  readonly refusals: number;
  readonly lostAnswers: number;
  /** Students whose grade is not what the records ask for. */
  readonly wrong: number;
  /** Scores that came in with a second timestamp. */
  readonly sentAnew: number;
  readonly callsOverNeeded: number;
  readonly seconds: number;
  /** What the clock of the tool says has passed, pauses among it. */
  readonly clockSeconds: number;
}

export interface PublishBench {
  readonly students: number;
  readonly answerAfterMs: number;
  readonly refuseEvery: number;
  readonly loseEvery: number;
}

const statusOf = (index: number) => (['present', 'late', 'absent'] as const)[index % 3] ?? 'present';
const gradeOf = { present: 100, late: 80, absent: 0 } as const;

/**
 * A whole class to the practice LMS over HTTP, through the connectors and the due work as the server runs them. The clock
 * passes by itself while there is nothing to do, so pauses cost no time; the platform takes its time for each call.
 * Needed is a call for each student, and one more for each refusal and each lost answer.
 */
export const publishClass = async (bench: PublishBench): Promise<PublishRun> => {
  const { students, answerAfterMs, refuseEvery, loseEvery } = bench;
  let refusals = 0;
  let lostAnswers = 0;
  const course = crowd(students);
  const muster = await openPublishing({
    moreCourses: [course],
    answerAfterMs,
    onService({ count }) {
      if (count % refuseEvery !== 0) return 'ok';
      refusals += 1;
      return { status: 429 };
    },
    onScore(attempt) {
      if (attempt % loseEvery !== 0) return 'ok';
      lostAnswers += 1;
      return 'lose-answer';
    },
  });
  try {
    const people = course.members.map(({ id }, index) => [id, statusOf(index)] as const);
    await muster.course('crowd', Object.fromEntries(people.map(([id, status]) => [id, [status]])));
    const [begun, clock] = [performance.now(), Date.parse(muster.clock.now())];
    await muster.settle([muster.server()], 86_400);
    const seconds = (performance.now() - begun) / 1000;
    const grades = muster.grades();
    const bodies = new Map<string, Set<string>>();
    for (const { userId, body } of muster.posted) bodies.set(userId, (bodies.get(userId) ?? new Set()).add(body));
    const calls = muster.lms.platform.requests.length;
    return {
      students,
      calls,
      refusals,
      lostAnswers,
      wrong: people.filter(([id, status]) => grades[id] !== gradeOf[status]).length,
      sentAnew: [...bodies.values()].filter(({ size }) => size > 1).length,
      callsOverNeeded: calls / (students + refusals + lostAnswers),
      seconds,
      clockSeconds: (Date.parse(muster.clock.now()) - clock) / 1000,
    };
  } finally {
    await muster.close();
  }
};

const target = 1.1;

export const benchPublish = async (): Promise<boolean> => {
  const asked = { students: 300, answerAfterMs: 200, refuseEvery: 5, loseEvery: 10 };
  console.log(
    `Publishing ${asked.students} students: every ${asked.refuseEvery}th call answered 429, every ${asked.loseEvery}th score's answer lost after it was applied, ${asked.answerAfterMs} ms a call`,
  );
  const run = await publishClass(asked);
  const needed = run.students + run.refusals + run.lostAnswers;
  const passed = run.wrong === 0 && run.sentAnew === 0 && run.callsOverNeeded <= target;
  console.log(
    `  ${run.calls} calls made, ${needed} needed (${run.students} students, ${run.refusals} refusals, ${run.lostAnswers} lost answers): ${run.callsOverNeeded.toFixed(3)} times as many`,
  );
  console.log(
    `  ${run.seconds.toFixed(0)} s of calls, ${run.clockSeconds.toFixed(0)} s of pauses that were not waited for; ${run.wrong} grades wrong, ${run.sentAnew} sent anew with another timestamp`,
  );
  console.log(`  Target (everything right, ${target} times at most): ${passed ? 'met' : 'MISSED'}`);
  return passed;
};
