import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  type Message,
  type QueueAttributeName,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { startFauxqs } from 'fauxqs';
import { sqsClient } from '../../connectors/sqs/client.ts';

export interface Queues {
  readonly endpoint: string;
  readonly client: SQSClient;
  readonly work: string;
  readonly publish: string;
  readonly report: string;
  readonly uploads: string;
  readonly deadLetters: string;
  /** What waits there now; each is hidden from the next look. */
  waiting(queue: string): Promise<Message[]>;
  /** Waiting, hidden and delayed ones together. */
  count(queue: string): Promise<number>;
  close(): Promise<void>;
}

/** The queues of a stage, on a server of SQS' protocol. What fails `tries` times is a dead letter. */
export const startQueues = async ({ tries = 3, visibilitySeconds = 5 } = {}): Promise<Queues> => {
  const server = await startFauxqs({ port: 0, logger: false });
  const endpoint = `http://127.0.0.1:${server.port}`;
  const client = sqsClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
  });
  const create = async (name: string, more: Record<string, string> = {}): Promise<string> => {
    const command = new CreateQueueCommand({
      QueueName: name,
      Attributes: { VisibilityTimeout: String(visibilitySeconds), ...more },
    });
    return (await client.send(command)).QueueUrl ?? '';
  };
  const arnOf = async (queue: string) =>
    (await client.send(new GetQueueAttributesCommand({ QueueUrl: queue, AttributeNames: ['QueueArn'] }))).Attributes
      ?.QueueArn ?? '';
  const redriveTo = async (queue: string) => ({
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: await arnOf(queue), maxReceiveCount: tries }),
  });
  const [deadLetters, deadPublish] = [await create('dead'), await create('dead.fifo', { FifoQueue: 'true' })];
  const redrive = await redriveTo(deadLetters);
  const counted: QueueAttributeName[] = [
    'ApproximateNumberOfMessages',
    'ApproximateNumberOfMessagesDelayed',
    'ApproximateNumberOfMessagesNotVisible',
  ];
  return {
    endpoint,
    client,
    deadLetters,
    work: await create('work', redrive),
    report: await create('reports', redrive),
    uploads: await create('uploads', redrive),
    publish: await create('publish.fifo', { FifoQueue: 'true', ...(await redriveTo(deadPublish)) }),
    async waiting(queue) {
      const command = new ReceiveMessageCommand({
        QueueUrl: queue,
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ['All'],
        WaitTimeSeconds: 0,
      });
      return (await client.send(command)).Messages ?? [];
    },
    async count(queue) {
      const { Attributes = {} } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl: queue, AttributeNames: counted }),
      );
      return counted.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
    },
    async close() {
      client.destroy();
      await server.stop();
    },
  };
};
