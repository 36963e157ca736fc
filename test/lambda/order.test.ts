import { DeleteMessageCommand, type Message } from '@aws-sdk/client-sqs';
import type { Board, CaptureTicket } from '../../lti-server/http/api-schema/board.ts';
import { connectEvent, disconnectEvent } from '../support/aws/api-events.ts';
import { comeToRest } from '../support/aws/deaths.ts';
import { eventOfMessages, s3Event, scheduleEvent, sqsEvent } from '../support/aws/events.ts';
import { eitherReads } from '../support/aws/reads.ts';
import { openRoundStage, type Rounds } from '../support/aws/round.ts';
import { type AwsStage, secrets } from '../support/aws/stage.ts';
import { tellLines } from '../support/aws/tell-lines.ts';
import { photographOf, uploadToBucket } from '../support/aws/upload.ts';
import { failing } from '../support/crash-points.ts';
import { eventually } from '../support/practice.ts';
import type { StoredObject } from '../support/s3-server.ts';
import { startWebSocketApi, type WebSocketApi } from '../support/websocket-api.ts';

/** Events of two things that touch each other; capitals are of the second one. AWS promises neither order nor once. */
describe.each(eitherReads)(
  'different events of one thing, in whatever order and however often they come; reads $reads',
  ({ stale }) => {
    let stage: AwsStage;
    let rounds: Rounds;
    let lines: WebSocketApi;
    beforeAll(async () => {
      lines = await startWebSocketApi();
      const instances = { retain: 2, publish: 2, 'sync-roster': 2 };
      ({ stage, rounds } = await openRoundStage({ tries: 40, realtimeEndpoint: lines.endpoint, instances }));
      stage.proxy.stale = stale;
    });
    afterAll(async () => {
      await stage?.close();
      await lines?.close();
    });
    const openSession = async () => (await rounds.teacher.call<{ id: string }>('POST', '/sessions', {})).id;

    describe('a line', () => {
      let count = 0;
      const looking = (session: string) => stage.stores.viewers.connectionsOf(session, new Date().toISOString());
      const tellAll = (session: string) => tellLines(stage.stores, lines.endpoint, session);

      it.each([
        'connect disconnect',
        'disconnect connect',
        'disconnect disconnect connect',
        'connect disconnect disconnect',
        'connect connect disconnect',
        'disconnect connect connect',
      ])('is gone, and keeps no place: %s', async (order) => {
        const session = await openSession();
        const { url } = await rounds.teacher.call<{ url: string }>('POST', `/sessions/${session}/live`);
        const line = `line-${++count}`;
        const events: Readonly<Record<string, object>> = {
          connect: connectEvent(line, Object.fromEntries(new URL(url).searchParams), {
            'x-muster-origin': secrets.originKey,
          }),
          disconnect: disconnectEvent(line),
        };
        const statuses: number[] = [];
        for (const event of order.split(' ')) {
          const { statusCode } = await stage.pool.invoke<{ statusCode: number }>('realtime', events[event]);
          if (event === 'connect') statuses.push(statusCode);
        }
        // The ticket is good for one.
        expect(statuses).toEqual([200, 401].slice(0, statuses.length));
        await tellAll(session);
        expect(await looking(session)).toEqual([]);
        expect(await stage.stores.viewers.find(line, new Date().toISOString())).toBeNull();
      });

      it('has its place again, whichever came first: none of a login’s six is lost', async () => {
        const session = await openSession();
        expect(count).toBeGreaterThanOrEqual(6);
        for (let n = 0; n < 6; n += 1) {
          const { url } = await rounds.teacher.call<{ url: string }>('POST', `/sessions/${session}/live`);
          const query = Object.fromEntries(new URL(url).searchParams);
          const event = connectEvent(`place-${n}`, query, { 'x-muster-origin': secrets.originKey });
          expect(await stage.pool.invoke('realtime', event)).toEqual({ statusCode: 200 });
        }
        await tellAll(session);
      });
    });

    describe('two uploads of one session', () => {
      let pictures: readonly Uint8Array[];
      let inOrder: unknown;
      beforeAll(async () => {
        pictures = await Promise.all(['biology-front', 'statistics-room'].map((name) => photographOf(stage, name)));
      });
      /** Posts both, and keeps what the bucket tells of them. */
      const upload = async (session: string) => {
        const told: StoredObject[] = [];
        const { onPut } = stage.bucket;
        stage.bucket.onPut = (object) => void (object.key.startsWith('uploads/') && told.push(object));
        const captures: string[] = [];
        for (const picture of pictures) {
          const ticket = await rounds.teacher.call<CaptureTicket>('POST', `/sessions/${session}/captures`);
          expect(await uploadToBucket(ticket, picture)).toBe(204);
          captures.push(ticket.capture);
        }
        stage.bucket.onPut = onPut;
        return { captures, bodies: told.map((object) => JSON.stringify(s3Event(object))) };
      };

      it.each(['aB', 'Ba', 'aaBB', 'BBaa'])('are compared each once: %s', async (order) => {
        const session = await openSession();
        const { captures, bodies } = await upload(session);
        for (const one of order) {
          const event = sqsEvent([{ body: bodies['aB'.indexOf(one)] }]);
          expect(await stage.pool.invoke('identify', event)).toEqual({ batchItemFailures: [] });
        }
        const board = await rounds.teacher.call<Board>('GET', `/sessions/${session}`);
        const found = captures.map((id) => {
          const { state, facesFound, facesCompared } = board.captures.find((one) => one.id === id) ?? {};
          return {
            state,
            facesFound,
            facesCompared,
            faces: board.faces.filter(({ capture }) => capture === id).length,
          };
        });
        const kept = stage.bucket.everything().filter((one) => one.includes(`/${session}/`));
        const state = { found, kept: kept.map((one) => one.split('/')[1]), open: board.open.captures };
        inOrder ??= state;
        expect(found.every((one) => one.state === 'identified' && (one.facesFound ?? 0) > 3)).toBe(true);
        expect(state).toEqual(inOrder);
        expect(state.kept).toEqual(['captures', 'captures']);
      });
    });

    describe('two versions of a course’s scores', () => {
      // Everybody present and everybody absent by turns: after one more, each pair changes every score.
      beforeAll(async () => rounds.confirm(await openSession()));
      /** What was sent since the last look, taken from the queue. */
      const take = async () => {
        const { client, publish: QueueUrl, waiting } = stage.queues;
        const messages = await eventually(
          () => waiting(QueueUrl),
          ({ length }) => length > 0,
        );
        for (const { ReceiptHandle } of messages)
          await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
        return messages;
      };

      it.each(['aB', 'Ba', 'aaBB', 'BBaa'])('end as the newer one, sent once: %s', async (order) => {
        await comeToRest(stage);
        const sessions: string[] = [];
        const messages: Message[][] = [];
        for (const _ of 'aB') {
          const session = await openSession();
          await rounds.confirm(session);
          sessions.push(session);
          messages.push(await take());
        }
        const stamps = messages.flat().map(({ Attributes }) => Attributes?.MessageDeduplicationId);
        expect(new Set(stamps).size).toBeGreaterThanOrEqual(2);
        for (const one of order) {
          const event = eventOfMessages(messages['aB'.indexOf(one)] ?? [], 'publish.fifo');
          expect(await stage.pool.invoke('publish', event)).toEqual({ batchItemFailures: [] });
        }
        expect(await rounds.isPublished()).toBe(true);
        expect(await rounds.faults(sessions[1] ?? '')).toEqual([]);
      });
    });

    describe('a schedule that strikes twice at the same moment', () => {
      const strike = (name: string) => {
        const event = scheduleEvent();
        return Promise.all([stage.pool.invoke(name, event), stage.pool.invoke(name, event)]);
      };
      const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

      it('retain: erases a picture, and what it was about', async () => {
        const key = `${rounds.course}/s_none/k_none`;
        await stage.media.put(`captures/${key}.jpg`, Uint8Array.from([1]));
        await stage.stores.work.add({ kind: 'expire-captures', key, dueAt: minutesAgo(1), stamp: 's', attempts: 0 });
        await strike('retain');
        expect(await stage.stores.work.find('expire-captures', key)).toBeNull();
        expect(stage.bucket.everything().filter((one) => one.includes('k_none'))).toEqual([]);
      });

      it('publish: one message for each course that is due', async () => {
        await comeToRest(stage);
        await stage.stores.work.add({
          kind: 'publish',
          key: 'c_due',
          dueAt: minutesAgo(1),
          stamp: 'of-due',
          attempts: 0,
        });
        expect(await strike('publish')).toEqual([{ courses: 1 }, { courses: 1 }]);
        const told = await stage.queues.waiting(stage.queues.publish);
        expect(told.filter(({ Body }) => Body?.includes('c_due'))).toHaveLength(1);
      });

      it('sync-roster: who is new is there once, and the roster is read again once', async () => {
        const course = await stage.stores.courses.find(rounds.course);
        const { members } = await stage.stores.rosters.read(rounds.course);
        const [gone] = members.filter(({ role }) => role === 'student');
        if (course === null || gone === undefined) throw new Error('no course');
        await stage.table.remove(`COURSE#${rounds.course}`, `MEMBER#${gone.id}`);
        const yesterday = minutesAgo(25 * 60);
        await stage.stores.courses.put({ ...course, rosterReadAt: yesterday, version: course.version + 1 });
        const task = {
          kind: 'sync-roster',
          key: rounds.course,
          dueAt: yesterday,
          stamp: 'twice',
          attempts: 0,
        } as const;
        await stage.stores.work.add(task);
        await strike('sync-roster');
        const after = (await stage.stores.rosters.read(rounds.course)).members;
        const tasks = await stage.stores.work.due('9999-12-31T00:00:00.000Z', 200);
        const own = tasks.filter(({ kind }) => kind === 'sync-roster');
        expect(
          failing([
            [after.length === members.length, `${after.length} members instead of ${members.length}`],
            [new Set(after.map(({ sub }) => sub)).size === after.length, 'somebody is there twice'],
            [
              own.length === 1 && Date.parse(own[0]?.dueAt ?? '') > Date.now() + 80_000_000,
              'it is not read tomorrow, once',
            ],
          ]),
        ).toEqual([]);
      });
    });

    it('has met what it was to meet', () => {
      expect(stage.proxy.staleAnswers > 0).toBe(stale);
    });
  },
);
