import { operatorToken } from '../../lti-server/operator-token.ts';
import { launchAs } from '../../practice-lms/http-launch.ts';
import { httpEvent, s3Event, s3TestEvent, scheduleEvent, sqsEvent } from '../support/aws/events.ts';
import { type AwsStage, mediaBucket, openStage, secrets } from '../support/aws/stage.ts';
import { clientOf, eventually } from '../support/practice.ts';

interface BatchAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}
interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly cookies?: readonly string[];
}
interface Health {
  readonly healthy: boolean;
  readonly parts: Readonly<Record<string, { readonly ok: boolean; readonly code?: string }>>;
}

describe('the packaged functions and the events of AWS', () => {
  let stage: AwsStage;
  beforeAll(async () => {
    stage = await openStage({ tries: 2, visibilitySeconds: 1 });
  });
  afterAll(() => stage?.close());
  afterEach(() => stage?.proxy.calm());

  const failuresOf = async (name: string, event: unknown, msLeft?: number) =>
    (await stage.pool.invoke<BatchAnswer>(name, event, msLeft)).batchItemFailures.map(
      ({ itemIdentifier }) => itemIdentifier,
    );
  const web = (url: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') =>
    stage.pool.invoke<HttpAnswer>(
      'web',
      httpEvent({ method, url, headers: { 'x-muster-origin': secrets.originKey, accept: 'text/html', ...headers } }),
    );

  describe('web', () => {
    it.each<Readonly<Record<string, string>>>([{}, { 'x-muster-origin': '' }, { 'x-muster-origin': 'o'.repeat(39) }])(
      'refuses what did not come through the distribution: %j',
      async (headers) => {
        const answer = await stage.pool.invoke<HttpAnswer>(
          'web',
          httpEvent({ method: 'GET', url: '/healthz', headers }),
        );
        expect(answer.statusCode).toBe(403);
      },
    );

    it('takes the key before the present one while it is rotated', async () => {
      expect((await web('/healthz', { 'x-muster-origin': secrets.previousOriginKey })).statusCode).toBe(200);
    });

    it('serves its pages, which may speak to the bucket, the line of live progress, and nobody else', async () => {
      const answer = await web('/app');
      expect(answer.statusCode).toBe(200);
      expect(answer.headers['content-type']).toContain('text/html');
      expect(answer.headers['content-security-policy']).toContain(
        `connect-src 'self' ${stage.proxy.urlOf('s3')} wss://live.example;`,
      );
      expect((await web('/healthz')).body).toBe('{"ready":true}');
      expect((await web('/no/such/page')).statusCode).toBe(404);
    });

    it('answers 413 to what Lambda does not take, before the function is asked', async () => {
      const answer = await fetch(`${stage.toolUrl}/api/my/enrolment`, {
        method: 'POST',
        body: new Uint8Array(4_800_000),
      });
      expect(answer.status).toBe(413);
    });
  });

  describe('identify', () => {
    it('leaves the test event alone, and reports messages that it cannot read, each by itself', async () => {
      const of = (key: string, bucket = mediaBucket) => s3Event({ bucket, key, size: 1, version: 'v1' });
      const event = sqsEvent([
        { id: 'test', body: s3TestEvent(mediaBucket) },
        { id: 'no-json', body: 'no json' },
        { id: 'other-bucket', body: of('uploads/c/s/k/t', 'another') },
        { id: 'other-key', body: of('captures/c/s/k.jpg') },
        { id: 'traversal', body: of('uploads/c/../k/t') },
        { id: 'nobodys', body: of('uploads/c_1/s1/k1/t1') },
      ]);
      expect(await failuresOf('identify', event)).toEqual(['no-json', 'other-bucket', 'other-key', 'traversal']);
    });

    it('erases what nobody gave leave for', async () => {
      await stage.media.put('uploads/c_1/s1/k1/t1', Uint8Array.from([1]));
      const body = s3Event({ bucket: mediaBucket, key: 'uploads/c_1/s1/k1/t1', size: 1, version: 'v1' });
      expect(await failuresOf('identify', sqsEvent([{ body }]))).toEqual([]);
      expect(stage.bucket.everything()).toEqual([]);
    });

    it('leaves to the next call what it has no time for', async () => {
      const body = s3TestEvent(mediaBucket);
      expect(await failuresOf('identify', sqsEvent([{ id: 'late', body }]), 20_000)).toEqual(['late']);
    });
  });

  describe('publish', () => {
    afterEach(async () => {
      for (const task of await stage.stores.work.due('9999-12-31T00:00:00.000Z', 100))
        await stage.stores.work.done(task);
    });
    const of = (id: string, group: string, body: unknown = { kind: 'publish', key: `c_${id}` }) => ({
      id,
      group,
      body,
    });
    it('reports after a failed message all that follow in its group, and nobody of another', async () => {
      const event = sqsEvent(
        [of('1', 'a'), of('2', 'a', 'poison'), of('3', 'b'), of('4', 'a'), of('5', 'b')],
        'publish.fifo',
      );
      expect(await failuresOf('publish', event)).toEqual(['2', '4']);
    });
    it('refuses other work', async () => {
      const event = sqsEvent([of('1', 'a', { kind: 'erase-face', key: 'm_1' })], 'publish.fifo');
      expect(await failuresOf('publish', event)).toEqual(['1']);
    });

    it('is woken by the minute: a message for each course that is due, and for nothing else', async () => {
      const at = (ms: number) => new Date(Date.now() + ms).toISOString();
      const add = (key: string, dueAt: string, kind: 'publish' | 'reconcile-gallery' = 'publish') =>
        stage.stores.work.add({ kind, key, dueAt, stamp: `of-${key}`, attempts: 0 });
      await add('c_due', at(-1_000));
      await add('c_long-due', at(-3_600_000));
      await add('c_later', at(600_000));
      await add('c_other', at(-1_000), 'reconcile-gallery');
      expect(await stage.pool.invoke('publish', scheduleEvent())).toEqual({ courses: 2 });
      // The same wish again within five minutes is the same message: SQS drops it.
      expect(await stage.pool.invoke('publish', scheduleEvent())).toEqual({ courses: 2 });
      const told = await stage.queues.waiting(stage.queues.publish);
      expect(told.map(({ Body }) => Body).sort()).toEqual([
        JSON.stringify({ kind: 'publish', key: 'c_due' }),
        JSON.stringify({ kind: 'publish', key: 'c_long-due' }),
      ]);
      expect(told.map(({ Attributes }) => Attributes?.MessageGroupId).sort()).toEqual(['c_due', 'c_long-due']);
      expect(await stage.queues.waiting(stage.queues.work)).toEqual([]);
    });

    it('sends what the schedule could not, in the next minute', async () => {
      stage.proxy.decide = ({ by, service }) => (by === 'publish' && service === 'sqs' ? 'fail' : 'pass');
      const task = { kind: 'publish', key: 'c_unsent', stamp: 'of-c_unsent', attempts: 0 } as const;
      await stage.stores.work.add({ ...task, dueAt: new Date(Date.now() - 1_000).toISOString() });
      await stage.pool.invoke('publish', scheduleEvent());
      expect(stage.pool.logs.some(({ text }) => text.includes('no message could be sent'))).toBe(true);
      stage.proxy.calm();
      await stage.pool.invoke('publish', scheduleEvent());
      const bodies = (await stage.queues.waiting(stage.queues.publish)).map(({ Body }) => Body);
      expect(bodies.some((body) => body?.includes('c_unsent'))).toBe(true);
    });

    it('leaves its courses to nobody else, unless nothing published them for a quarter of an hour', async () => {
      const add = (key: string, minutes: number) =>
        stage.stores.work.add({
          kind: 'publish',
          key,
          dueAt: new Date(Date.now() - minutes * 60_000).toISOString(),
          stamp: 'x',
          attempts: 0,
        });
      await add('c_waiting', 14);
      await add('c_forgotten', 16);
      expect(await stage.pool.invoke('retain', scheduleEvent())).toEqual({ tasks: 1 });
      expect((await stage.stores.work.standing('publish')).map(({ key }) => key)).toEqual(['c_waiting']);
    });
  });

  describe('retain', () => {
    it('does due work by the minute', async () => {
      await stage.stores.work.add({
        kind: 'expire-captures',
        key: 'c_1/s1/k1',
        dueAt: '2026-01-01T00:00:00.000Z',
        stamp: 'x',
        attempts: 0,
      });
      await stage.media.put('captures/c_1/s1/k1.jpg', Uint8Array.from([1]));
      expect(await stage.pool.invoke('retain', scheduleEvent())).toEqual({ tasks: 1 });
      expect(stage.bucket.everything()).toEqual([]);
    });

    it('does what a message tells of, once it is due, and knows what is done', async () => {
      const task = { kind: 'expire-captures', key: 'c_1/s1/k2', stamp: 'x', attempts: 0 } as const;
      await stage.stores.work.add({ ...task, dueAt: new Date(Date.now() + 60_000).toISOString() });
      const event = sqsEvent([{ body: { kind: task.kind, key: task.key } }]);
      expect(await failuresOf('retain', event)).toEqual([]);
      expect(await stage.stores.work.find(task.kind, task.key)).not.toBeNull();
      await stage.stores.work.add({ ...task, dueAt: new Date(Date.now() - 1).toISOString() });
      expect(await failuresOf('retain', event)).toEqual([]);
      expect(await stage.stores.work.find(task.kind, task.key)).toBeNull();
      expect(await failuresOf('retain', event)).toEqual([]);
    });
  });

  describe('sync-roster', () => {
    it('reads the roster of a course that was opened, a day after it was read last, and comes again', async () => {
      const { bearer } = await launchAs(stage.lmsUrl, 'teacher-1', 'biology-101');
      const teacher = clientOf(stage, bearer ?? '');
      await teacher.call('GET', '/course');
      const tasks = () => stage.stores.work.due('9999-12-31T00:00:00.000Z', 100);
      const [task] = (await tasks()).filter(({ kind }) => kind === 'sync-roster');
      if (task === undefined) throw new Error('no task');
      const course = await stage.stores.courses.find(task.key as never);
      if (course === null) throw new Error('no course');
      const yesterday = new Date(Date.now() - 25 * 3_600_000).toISOString();
      await stage.stores.courses.put({ ...course, rosterReadAt: yesterday, version: course.version + 1 });
      await stage.stores.work.add({ ...task, dueAt: yesterday });
      expect(await stage.pool.invoke('sync-roster', scheduleEvent())).toEqual({ tasks: 1 });
      const after = await stage.stores.courses.find(course.id);
      expect(Date.parse(after?.rosterReadAt ?? '')).toBeGreaterThan(Date.now() - 60_000);
      const again = (await tasks()).filter(({ kind }) => kind === 'sync-roster');
      expect(Date.parse(again[0]?.dueAt ?? '')).toBeGreaterThan(Date.now() + 23 * 3_600_000);
    });
  });

  describe('health', () => {
    it('asks each part once, and says nothing of them but how they are', async () => {
      const health = await stage.pool.invoke<Health>('health', scheduleEvent());
      expect(health.healthy).toBe(true);
      expect(Object.keys(health.parts)).toEqual([
        'table',
        'media',
        'queue-uploads',
        'queue-work',
        'queue-publish',
        'queue-report',
        'gallery',
      ]);
      expect(JSON.stringify(health)).not.toContain('http');
    });

    it('tells which part does not answer, in the log as well', async () => {
      stage.proxy.decide = ({ by, service }) => (by === 'health' && service === 'dynamodb' ? 'fail' : 'pass');
      const health = await stage.pool.invoke<Health>('health', scheduleEvent());
      expect(health).toMatchObject({
        healthy: false,
        parts: { table: { ok: false, code: 'UNAVAILABLE' }, media: { ok: true } },
      });
      expect(
        stage.pool.logs.some(({ text }) => text.includes('"level":"ERROR"') && text.includes('"healthy":false')),
      ).toBe(true);
    });

    it('is told over HTTP to who holds an operator’s token, and to nobody else', async () => {
      const ask = (headers: Readonly<Record<string, string>>) =>
        stage.pool.invoke<HttpAnswer>('health', httpEvent({ method: 'GET', url: '/healthz/deep', headers }));
      const authorization = `Bearer ${operatorToken(secrets.secret, stage.toolUrl, Date.now())}`;
      const origin = { 'x-muster-origin': secrets.originKey };
      expect((await ask({ ...origin, authorization })).statusCode).toBe(200);
      expect((await ask({ 'x-muster-origin': secrets.previousOriginKey, authorization })).statusCode).toBe(200);
      expect((await ask({ authorization })).statusCode).toBe(403);
      expect((await ask({ ...origin, authorization: 'Bearer x' })).statusCode).toBe(403);
    });
  });

  describe('alarm-test', () => {
    it('puts a value of a metric', async () => {
      await stage.pool.invoke('alarm-test', { kind: 'metric', name: 'GradebookUnconfirmed', value: 99 });
      expect(stage.metrics.put.join()).toContain('GradebookUnconfirmed');
      expect(stage.metrics.put.join()).toContain('Muster');
    });

    it.each(['work', 'report'])('sends a message that ends as a dead letter of the %s queue', async (queue) => {
      const before = await stage.queues.count(stage.queues.deadLetters);
      await stage.pool.invoke('alarm-test', { kind: 'dead-letter', queue });
      const dead = await eventually(
        async () => {
          await stage.delivery.deliver();
          return stage.queues.count(stage.queues.deadLetters);
        },
        (count) => count > before,
      );
      expect(dead).toBe(before + 1);
    });

    it.each([{}, { kind: 'metric', name: 'a b', value: 1 }, { kind: 'dead-letter', queue: 'other' }])(
      'refuses %j',
      async (event) => {
        await expect(stage.pool.invoke('alarm-test', event)).rejects.toThrow();
      },
    );
  });

  describe('each that was called here', () => {
    it.each(['web', 'identify', 'publish', 'retain', 'sync-roster', 'health', 'alarm-test'])(
      '%s tells how near it came to its memory',
      (name) => {
        const told = stage.pool.logs.flatMap(({ function: by, text }) =>
          by === name && text.includes('LambdaMemoryUsedPercent') ? [JSON.parse(text) as Record<string, unknown>] : [],
        );
        expect(told.length).toBeGreaterThan(0);
        expect(told.every(({ LambdaMemoryUsedPercent: percent }) => Number(percent) > 1)).toBe(true);
      },
    );

    it('tells of a failure in its log', () => {
      const failed = stage.pool.logs.filter(({ text }) => text.includes('"invocation failed"'));
      expect(failed.map(({ function: by }) => by)).toContain('alarm-test');
    });
  });
});
