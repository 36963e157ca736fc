import { createHash } from 'node:crypto';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { CourseId } from '../../core/ids.ts';
import type { Task, WorkQueue } from '../../core/ports/work-queue.ts';

/** Where each kind of task is told of; whatever has no queue of its own goes to `work`. */
export interface HintQueues {
  readonly work: string;
  readonly publish: string;
  readonly report: string;
}

export interface HintDeps {
  readonly client: SQSClient;
  readonly queues: HintQueues;
  /** The host that a course's scores are sent to; null when it has none (any more). */
  hostOf(course: CourseId): Promise<string | null>;
  /** In milliseconds. */
  now(): number;
  /** Told of a hint that could not be sent, by the kind of its task. */
  failed(kind: string, error: unknown): void;
}

/** docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html: DelaySeconds is 900 at most. */
const longestDelay = 900;
/** A FIFO queue knows no delay of single messages: what is due this soon is sent, and its function waits for it. */
const publishAheadSeconds = 10;
/** Done by a schedule of its own, which looks at the table. */
const byScheduleAlone: ReadonlySet<string> = new Set<Task['kind']>(['sync-roster']);

/** Groups and deduplication ids have 128 characters at most, and some alphabet. */
const shortId = (text: string): string =>
  /^[A-Za-z0-9.:_-]{1,128}$/.test(text) ? text : createHash('sha256').update(text).digest('hex');

const bodyOf = ({ kind, key }: Task) => JSON.stringify({ kind, key });

/** The group is the host, so that its courses are published one after another; the same wish is delivered once. */
const publishMessage = async ({ queues, hostOf }: HintDeps, task: Task) => ({
  QueueUrl: queues.publish,
  MessageBody: bodyOf(task),
  MessageGroupId: shortId((await hostOf(task.key as CourseId)) ?? task.key),
  MessageDeduplicationId: shortId(`${task.key}:${task.stamp}`),
});

/** Null where none is due: later than a message can wait, or a schedule's own. */
const messageOf = async (deps: HintDeps, task: Task) => {
  const delay = Math.max(0, Math.ceil((Date.parse(task.dueAt) - deps.now()) / 1000));
  if (byScheduleAlone.has(task.kind)) return null;
  if (task.kind === 'publish') return delay > publishAheadSeconds ? null : publishMessage(deps, task);
  if (delay > longestDelay) return null;
  const { work, report } = deps.queues;
  const QueueUrl = (task.kind as string) === 'report' ? report : work;
  return { QueueUrl, MessageBody: bodyOf(task), DelaySeconds: delay };
};

/** Tells of a task that stands in the table. Never throws: a schedule finds what nobody was told of. */
export const sendHint = async (deps: HintDeps, task: Task): Promise<void> => {
  try {
    const message = await messageOf(deps, task);
    if (message !== null) await deps.client.send(new SendMessageCommand(message));
  } catch (error) {
    deps.failed(task.kind, error);
  }
};

/** The table's queue, which tells the functions of what was added or took another's place (docs/decisions/0006-on-aws.md). */
export const taskMessages = (stored: WorkQueue, deps: HintDeps): WorkQueue => ({
  ...stored,
  async add(task) {
    await stored.add(task);
    await sendHint(deps, task);
  },
  async replace(task, by) {
    const isReplaced = await stored.replace(task, by);
    if (isReplaced) await sendHint(deps, by);
    return isReplaced;
  },
});
