import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { MusterError } from '../../core/errors.ts';
import type { Media } from '../../core/ports/media.ts';
import { mediaKey, mediaPrefix } from '../media-key.ts';
import { s3Call, s3CallOrNull } from './calls.ts';

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

/** Of servers that are not AWS's own and keep no versions. */
const withoutVersions = new Set(['MethodNotAllowed', 'NotImplemented']);

/** Every version and delete marker of exactly this key; null where the server knows of no versions. */
const versionsOf = async (client: S3Client, Bucket: string, key: string): Promise<string[] | null> => {
  const ids: string[] = [];
  let from: Pick<ListObjectVersionsCommandOutput, 'NextKeyMarker' | 'NextVersionIdMarker'> | null = {};
  while (from !== null) {
    const command: ListObjectVersionsCommand = new ListObjectVersionsCommand({
      Bucket,
      Prefix: key,
      KeyMarker: from.NextKeyMarker,
      VersionIdMarker: from.NextVersionIdMarker,
    });
    const page: ListObjectVersionsCommandOutput | null = await s3Call('ListObjectVersions', async () => {
      try {
        return await client.send(command);
      } catch (error) {
        if (error instanceof Error && withoutVersions.has(error.name)) return null;
        throw error;
      }
    });
    if (page === null) return null;
    for (const { Key, VersionId } of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])]) {
      if (Key === key && VersionId !== undefined) ids.push(VersionId);
    }
    // Keys come in order: what begins with this one and is longer has nothing of it any more.
    const beyond = page.NextKeyMarker !== undefined && page.NextKeyMarker > key;
    from = page.IsTruncated === true && !beyond ? page : null;
  }
  return ids;
};

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
    const Key = mediaKey(key);
    const versions = (await versionsOf(client, Bucket, Key)) ?? [undefined];
    for (const VersionId of versions) {
      await s3Call('DeleteObject', () => client.send(new DeleteObjectCommand({ Bucket, Key, VersionId })));
    }
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
