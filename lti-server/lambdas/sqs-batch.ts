import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Logger } from '../../core/ports/logger.ts';
import { hasTime, type TimeLeft } from './time-left.ts';

/**
 * Messages one after another; those that fail come again, and end in the dead-letter queue. Of a FIFO queue, all that follow
 * a failed one in its group are told as failed too, or they would overtake it:
 * docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html. What there is no time for comes again as well.
 */
export const eachMessage = async (
  { Records }: SQSEvent,
  context: TimeLeft,
  logger: Logger,
  handle: (record: SQSRecord) => Promise<void>,
): Promise<SQSBatchResponse> => {
  const failed: string[] = [];
  const stopped = new Set<string>();
  for (const record of Records) {
    const { messageId, attributes } = record;
    const group = attributes.MessageGroupId;
    const waits = group !== undefined && stopped.has(group);
    try {
      if (waits || !hasTime(context)) throw new Error(waits ? 'follows a message that failed' : 'no time left');
      await handle(record);
    } catch (error) {
      failed.push(messageId);
      if (group !== undefined) stopped.add(group);
      const tries = Number(attributes.ApproximateReceiveCount);
      logger.error({ message: messageId, tries, err: error }, 'message failed');
    }
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
};
