import { z } from 'zod';
import { type UploadParts, uploadParts } from '../../core/use-cases/upload-key.ts';

/** docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html: what is used of it. */
const notification = z.object({
  Records: z.array(
    z.object({
      eventName: z.string().startsWith('ObjectCreated:'),
      eventTime: z.iso.datetime(),
      s3: z.object({
        bucket: z.object({ name: z.string() }),
        object: z.object({ key: z.string().max(1024) }),
      }),
    }),
  ),
});

/** Sent once, when notifications are switched on. */
const test = z.object({ Event: z.literal('s3:TestEvent') });

export interface UploadEvent {
  readonly parts: UploadParts;
  /** When S3 had it whole. */
  readonly at: string;
}

/** Uploads that a message tells of. Keys are URL-encoded, a space as "+". @throws Error for what tells of anything else */
export const readUploadEvents = (body: string, bucket: string): UploadEvent[] => {
  const told: unknown = JSON.parse(body);
  if (test.safeParse(told).success) return [];
  return notification.parse(told).Records.map(({ eventTime, s3 }) => {
    const parts = uploadParts(decodeURIComponent(s3.object.key.replaceAll('+', ' ')));
    if (s3.bucket.name !== bucket || parts === null) throw new Error('an event of something that is no upload');
    return { parts, at: new Date(eventTime).toISOString() };
  });
};
