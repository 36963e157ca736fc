import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Logger } from '../../core/ports/logger.ts';
import { identifyCapture } from '../../core/use-cases/identify-capture.ts';
import { receiveUpload } from '../../core/use-cases/receive-upload.ts';
import { runTask } from '../../core/use-cases/run-due-work.ts';
import { type CourseServices, openLambda } from '../compose-lambda.ts';
import { taskLog } from '../task-log.ts';
import { onFirstCall } from './first-call.ts';
import { observed } from './observed.ts';
import { ownHandlers } from './own-handlers.ts';
import { readUploadEvents, type UploadEvent } from './s3-events.ts';
import { eachMessage } from './sqs-batch.ts';
import type { TimeLeft } from './time-left.ts';

export interface IdentifyDeps {
  readonly services: CourseServices;
  readonly bucket: string;
  readonly logger: Logger;
}

/**
 * S3 -> SQS: takes the upload in, then compares it at once. A message fails while its picture is not taken in; from then on
 * the task in the table says what is left to do, and the message is done with.
 */
export const makeHandler = ({ services, bucket, logger }: IdentifyDeps) => {
  const listen = taskLog(logger, services.metrics);
  const handlers = ownHandlers({
    identify: (key, keepLease, attempts) => identifyCapture(services, key, { keepLease, attempts }),
  });
  const takeIn = async ({ parts, at }: UploadEvent): Promise<void> => {
    const { end, task } = await receiveUpload(services, parts, at, (key) => services.media.get(key));
    const line = { capture: parts.capture, end };
    if (end === 'unknown') logger.warn(line, 'upload without leave erased');
    else logger.info(line, 'upload taken in');
    if (task !== null) await runTask(services, handlers, services.ids.next(), task, listen);
  };
  return (event: SQSEvent, context: TimeLeft): Promise<SQSBatchResponse> =>
    eachMessage(event, context, logger, async ({ body }) => {
      for (const upload of readUploadEvents(body, bucket)) await takeIn(upload);
    });
};

export const handler: (event: SQSEvent, context: Context) => Promise<SQSBatchResponse> = onFirstCall(async () => {
  const { services, config, logger, telemetry } = openLambda(process.env, []);
  return observed(telemetry, makeHandler({ services, bucket: config.MEDIA_BUCKET, logger }));
});
