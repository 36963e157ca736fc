import type { Gradebook } from '../../core/ports/gradebook.ts';
import { openPublishing, type Publishing } from '../support/publishing.ts';
import { instant } from '../support/stored-things.ts';

/** How many calls of one platform are under way at once, over all that use it. */
const watched = (gradebook: Gradebook) => {
  let underWay = 0;
  let most = 0;
  const one = async <T>(call: Promise<T>): Promise<T> => {
    underWay += 1;
    most = Math.max(most, underWay);
    try {
      return await call;
    } finally {
      underWay -= 1;
    }
  };
  const watching: Gradebook = {
    findLineItem: (...asked) => one(gradebook.findLineItem(...asked)),
    lineItemStands: (...asked) => one(gradebook.lineItemStands(...asked)),
    ensureLineItem: (...asked) => one(gradebook.ensureLineItem(...asked)),
    postScore: (...asked) => one(gradebook.postScore(...asked)),
    results: (...asked) => one(gradebook.results(...asked)),
  };
  return { gradebook: watching, most: () => most };
};

describe('publishing by several servers on one table', () => {
  let muster: Publishing;
  afterEach(() => muster?.close());

  const people = Object.fromEntries(
    Array.from({ length: 8 }, (_, n) => [`student-0${n + 1}`, ['present'] as const] as const),
  );
  const scoresOf = (name: string) => muster.grades(`muster:attendance:c_${name}`);
  const courseOf = (path: string) => /courses\/([^/]+)\//.exec(path)?.[1];
  const scorePosts = () =>
    muster.lms.platform.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/scores'));

  it('calls one host once at a time, and sends nothing twice', async () => {
    muster = await openPublishing({ answerAfterMs: 2 });
    const { gradebook, most } = watched(muster.lms.gradebook);
    await muster.course('biology-101', people);
    await muster.course('statistics', people);
    await muster.settle([muster.server(gradebook), muster.server(gradebook), muster.server(gradebook)]);
    expect(most()).toBe(1);
    expect(muster.posted).toHaveLength(16);
    for (const name of ['biology-101', 'statistics']) expect(Object.values(scoresOf(name))).toEqual(Array(8).fill(100));
  });

  it('lets another course of the host go on while one has to wait', async () => {
    const sent: string[] = [];
    muster = await openPublishing({
      onService({ method, path }) {
        if (method !== 'POST' || !path.endsWith('/scores')) return 'ok';
        sent.push(`${courseOf(path)} ${(Date.parse(muster.clock.now()) - Date.parse(instant(0))) / 1000}`);
        const waits = courseOf(path) === 'biology-101' && Date.parse(muster.clock.now()) < Date.parse(instant(600));
        return waits ? { status: 429, headers: { 'Retry-After': '600' } } : 'ok';
      },
    });
    await muster.course('biology-101', people);
    await muster.course('statistics', people);
    await muster.settle([muster.server(), muster.server()]);
    const times = (name: string) => sent.filter((one) => one.startsWith(name)).map((one) => Number(one.split(' ')[1]));
    // Turned away once; asked again not before the time that the platform named.
    expect(times('biology-101').slice(0, 2)).toEqual([0, 600]);
    // A host that has said "too many" is left alone by everybody, for ten seconds at most.
    expect(Math.min(...times('statistics'))).toBeGreaterThanOrEqual(10);
    expect(Math.max(...times('statistics'))).toBeLessThan(20);
    expect(Object.values(scoresOf('biology-101'))).toEqual(Array(8).fill(100));
    expect(scorePosts()).toHaveLength(17);
  });

  it('is not held up by a course whose gradebook is closed', async () => {
    muster = await openPublishing({
      onService: ({ path }) => (path.endsWith('/scores') && courseOf(path) === 'biology-101' ? { status: 403 } : 'ok'),
    });
    await muster.course('biology-101', people);
    await muster.course('statistics', people);
    await muster.settle([muster.server(), muster.server()], 5);
    expect(Object.values(scoresOf('statistics'))).toEqual(Array(8).fill(100));
  });

  it('gives the host to another course after a hundred scores', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 120 }, (_, n) => [`crowd-${n}`, ['present'] as const] as const),
    );
    muster = await openPublishing({ onService: ({ path }) => (path.endsWith('/scores') ? { status: 204 } : 'ok') });
    await muster.course('biology-101', many);
    await muster.course('statistics', { 'student-01': ['present'] });
    await muster.settle([muster.server(), muster.server()]);
    const order = scorePosts().map(({ path }) => courseOf(path));
    expect(order).toHaveLength(121);
    expect(order.indexOf('statistics')).toBeLessThan(110);
  });

  it('goes on after a server that died in its turn, when its turn has run out', async () => {
    muster = await openPublishing();
    await muster.course('biology-101', people);
    const turn = { name: `host/${new URL(muster.lms.lms.url).host}`, holder: 'dead', task: null };
    expect(await muster.deps.leases.take(turn, instant(0), 90)).not.toBeNull();
    await muster.settle([muster.server()], 80);
    expect(muster.posted).toEqual([]);
    await muster.settle([muster.server()]);
    expect(Object.values(scoresOf('biology-101'))).toEqual(Array(8).fill(100));
  });
});

describe('changes that come in while scores go out', () => {
  let muster: Publishing;
  afterEach(() => muster?.close());

  it.each([
    ['waits', 'student-03', [80]],
    ['is on its way', 'student-01', [100, 80]],
  ])('sends the newest of ten once, to a student whose score %s', async (_what, changed, expected) => {
    let changes = Promise.resolve();
    muster = await openPublishing({ answerAfterMs: 1 });
    const { postScore } = muster.lms.gradebook;
    let posts = 0;
    const gradebook: Gradebook = {
      ...muster.lms.gradebook,
      async postScore(...asked) {
        posts += 1;
        const answer = await postScore(...asked);
        if (posts === 1) {
          for (let change = 1; change <= 10; change += 1) {
            changes = changes.then(() =>
              muster.correct(course, 's1', { [changed]: change === 10 ? 'late' : 'absent' }),
            );
          }
          await changes;
        }
        return answer;
      },
    };
    const course = await muster.course('biology-101', {
      'student-01': ['present'],
      'student-02': ['present'],
      'student-03': ['present'],
    });
    await muster.settle([muster.server(gradebook)]);
    const sent = muster.posted.filter(({ userId }) => userId === changed).map(({ scoreGiven }) => scoreGiven);
    expect(sent).toEqual(expected);
    expect(muster.grades()).toMatchObject({ [changed]: 80, 'student-02': 100 });
    const listed = muster.lms.platform.requests.filter(({ path }) => path.endsWith('/results'));
    expect(listed).toHaveLength(1);
  });
});
