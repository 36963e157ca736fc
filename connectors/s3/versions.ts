import {
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { s3Call } from './calls.ts';

/** Of servers that are not AWS's own and keep no versions. */
const withoutVersions = new Set(['MethodNotAllowed', 'NotImplemented']);

/** Every version and delete marker of exactly this key; one nameless one where the server knows of no versions. */
async function* versionsOf(client: S3Client, Bucket: string, key: string): AsyncGenerator<string | undefined> {
  let from: Pick<ListObjectVersionsCommandOutput, 'NextKeyMarker' | 'NextVersionIdMarker'> | null = {};
  while (from !== null) {
    const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = from;
    const command: ListObjectVersionsCommand = new ListObjectVersionsCommand({
      Bucket,
      Prefix: key,
      KeyMarker,
      VersionIdMarker,
    });
    const page: ListObjectVersionsCommandOutput | null = await s3Call('ListObjectVersions', () =>
      client.send(command).catch((error: unknown) => {
        if (error instanceof Error && withoutVersions.has(error.name)) return null;
        throw error;
      }),
    );
    if (page === null) return yield undefined;
    for (const { Key, VersionId } of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])]) {
      if (Key === key && VersionId !== undefined) yield VersionId;
    }
    // Keys come in order: what begins with this one and is longer has nothing of it any more.
    const isBeyond = page.NextKeyMarker !== undefined && page.NextKeyMarker > key;
    from = page.IsTruncated === true && !isBeyond ? page : null;
  }
}

/** A plain delete would hide the object behind a marker and keep it. */
export const eraseVersions = async (client: S3Client, Bucket: string, Key: string): Promise<void> => {
  const versions: (string | undefined)[] = [];
  for await (const version of versionsOf(client, Bucket, Key)) versions.push(version);
  for (const VersionId of versions) {
    await s3Call('DeleteObject', () => client.send(new DeleteObjectCommand({ Bucket, Key, VersionId })));
  }
};
