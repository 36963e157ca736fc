import { DeleteMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Queues } from '../queues.ts';
import type { S3Server } from '../s3-server.ts';
import { eventOfMessages, s3Event, scheduleEvent } from './events.ts';
import type { LambdaPool } from './lambda-pool.ts';

interface BatchAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

export interface Deliveries {
  /** Hands what waits to the functions, once; answers how many messages that were. */
  deliver(): Promise<number>;
  /** What the schedules do: by the minute, by the hour. */
  tick(): Promise<void>;
  /** Of the schedules, those by the minute. */
  minute(): Promise<void>;
  /** Both, again and again, until it is ended. */
  begin(everyMs?: number): () => Promise<void>;
  /** How often each event of the bucket is told, and each message delivered. */
  copies: number;
  /** Messages of one look are handed over in the reverse of their order. */
  newestFirst: boolean;
}

/** What AWS does between its services: S3 tells a queue, queues and schedules call functions. */
export const deliveries = (pool: LambdaPool, queues: Queues, bucket: S3Server): Deliveries => {
  const sources = [
    ['identify', queues.uploads],
    ['publish', queues.publish],
    ['retain', queues.work],
    ['report', queues.report],
  ] as const;
  const sending = new Set<Promise<unknown>>();
  const deliverOne = async (name: string, QueueUrl: string): Promise<number> => {
    const messages = await queues.waiting(QueueUrl);
    if (messages.length === 0) return 0;
    if (self.newestFirst) messages.reverse();
    const event = eventOfMessages(messages, QueueUrl.split('/').at(-1) ?? '');
    for (let copy = 1; copy < self.copies; copy += 1) await pool.invoke(name, event).catch(() => {});
    // A function that dies or throws has dealt with nothing.
    const answer = await pool.invoke<BatchAnswer>(name, event).catch(() => null);
    const failed = new Set(answer?.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    for (const { MessageId = '', ReceiptHandle } of messages) {
      if (answer === null || failed.has(MessageId)) continue;
      await queues.client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
    return messages.length;
  };
  const self: Deliveries = {
    copies: 1,
    newestFirst: false,
    async deliver() {
      await Promise.all(sending);
      const counts = await Promise.all(sources.map(([name, queue]) => deliverOne(name, queue)));
      return counts.reduce((sum, count) => sum + count, 0);
    },
    async minute() {
      await pool.invoke('publish', scheduleEvent()).catch(() => {});
      await pool.invoke('retain', scheduleEvent()).catch(() => {});
    },
    async tick() {
      await self.minute();
      await pool.invoke('sync-roster', scheduleEvent()).catch(() => {});
    },
    begin(everyMs = 100) {
      let open = true;
      const loop = async (work: () => Promise<unknown>, pause: number) => {
        while (open) {
          await work().catch(() => {});
          await new Promise((resolve) => setTimeout(resolve, pause));
        }
      };
      const loops = [
        ...sources.map(([name, queue]) => loop(() => deliverOne(name, queue), everyMs)),
        loop(self.tick, 1_000),
      ];
      return async () => {
        open = false;
        await Promise.all(loops);
      };
    },
  };
  bucket.onPut = (object) => {
    if (!object.key.startsWith('uploads/')) return;
    const MessageBody = JSON.stringify(s3Event(object));
    for (let copy = 0; copy < self.copies; copy += 1) {
      const sent = queues.client.send(new SendMessageCommand({ QueueUrl: queues.uploads, MessageBody }));
      sending.add(sent);
      void sent.finally(() => sending.delete(sent));
    }
  };
  return self;
};
