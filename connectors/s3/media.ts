import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { MusterError } from '../../core/errors.ts';
import type { Media } from '../../core/ports/media.ts';
import { mediaKey, mediaPrefix } from '../media-key.ts';
import { s3Call, s3CallOrNull } from './calls.ts';
import { eraseVersions } from './versions.ts';

export interface BucketPlace {
  readonly bucket: string;
  /** What the bucket's objects are encrypted with; the bucket's own default when left out. */
  readonly keyArn?: string | undefined;
}

/** docs.aws.amazon.com/AmazonS3/latest/userguide/specifying-kms-encryption.html */
const encryption = (keyArn: string | undefined) =>
  keyArn === undefined
    ? {}
    : ({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: keyArn, BucketKeyEnabled: true } as const);

/**
 * Pictures in one S3 bucket. Where it keeps versions, erasing deletes each of them (design rule 4): a plain delete
 * would hide the picture behind a marker and keep it.
 */
export const s3Media = (client: S3Client, { bucket: Bucket, keyArn }: BucketPlace): Media => ({
  async put(key, bytes) {
    const command = new PutObjectCommand({
      Bucket,
      Key: mediaKey(key),
      Body: bytes,
      ContentType: 'image/jpeg',
      ...encryption(keyArn),
    });
    await s3Call('PutObject', () => client.send(command));
  },
  async get(key) {
    const command = new GetObjectCommand({ Bucket, Key: mediaKey(key) });
    return s3CallOrNull('GetObject', async () => {
      const { Body } = await client.send(command);
      if (Body === undefined) throw new MusterError('RESPONSE_INVALID', { port: 'media', operation: 'GetObject' });
      return Body.transformToByteArray();
    });
  },
  async erase(key) {
    await eraseVersions(client, Bucket, mediaKey(key));
  },
  async list(prefix) {
    const Prefix = mediaPrefix(prefix);
    const keys: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const command: ListObjectsV2Command = new ListObjectsV2Command({ Bucket, Prefix, ContinuationToken });
      const page = await s3Call('ListObjectsV2', () => client.send(command));
      keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
      ContinuationToken = page.IsTruncated === true ? page.NextContinuationToken : undefined;
    } while (ContinuationToken !== undefined);
    return keys.sort();
  },
});
