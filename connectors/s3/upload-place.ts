import type { S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import type { UploadPlace } from '../../core/ports/upload-place.ts';
import { uploadKey } from '../../core/use-cases/upload-key.ts';
import { mediaKey } from '../media-key.ts';
import { s3Call } from './calls.ts';
import type { BucketPlace } from './media.ts';

/**
 * The bucket itself, by a form that S3 holds the browser to: this one key, 1 to `maxBytes` bytes, a picture's content type,
 * our encryption key, until the ticket ends. docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html.
 * The SDK counts the life from its own clock; `now` is what it is counted from here.
 */
export const s3UploadPlace = (
  client: S3Client,
  { bucket, keyArn }: BucketPlace,
  now: () => number = Date.now,
): UploadPlace => ({
  async formFor(ticket) {
    const encrypted: Record<string, string> =
      keyArn === undefined
        ? {}
        : { 'x-amz-server-side-encryption': 'aws:kms', 'x-amz-server-side-encryption-aws-kms-key-id': keyArn };
    const form = await s3Call('presign', () =>
      createPresignedPost(client, {
        Bucket: bucket,
        Key: mediaKey(uploadKey(ticket)),
        Expires: Math.max(1, Math.floor((Date.parse(ticket.expiresAt) - now()) / 1000)),
        Conditions: [
          ['content-length-range', 1, ticket.maxBytes],
          ['starts-with', '$Content-Type', 'image/'],
        ],
        Fields: encrypted,
      }),
    );
    // Not among the fields that must be exactly so: the browser says which picture it sends.
    return { url: form.url, fields: { ...form.fields, 'Content-Type': 'image/jpeg' } };
  },
});
