import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { ReportFiles } from '../../core/ports/report-files.ts';
import { mediaKey } from '../media-key.ts';
import { s3Call, s3CallOrNull } from './calls.ts';
import { inPieces } from './pieces.ts';
import { eraseVersions } from './versions.ts';

/** RFC 6266, 4.3 and appendix D: a plain name for old readers, and the real one. */
const disposition = (fileName: string): string =>
  `attachment; filename="${fileName.replaceAll(/[^\x20-\x7e]|["\\]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(fileName)}`;

/**
 * Reports in a bucket, encrypted with its own default key. What is longer than one piece goes up in parts, so that no report
 * is held whole; links are signed for one object and some minutes.
 */
export const s3Reports = (client: S3Client, Bucket: string): ReportFiles => {
  const putWhole = async (Key: string, ContentType: string, Body: Uint8Array): Promise<void> => {
    await s3Call('PutObject', () => client.send(new PutObjectCommand({ Bucket, Key, Body, ContentType })));
  };

  const putInParts = async (Key: string, ContentType: string, pieces: AsyncIterable<Uint8Array>): Promise<void> => {
    const create = new CreateMultipartUploadCommand({ Bucket, Key, ContentType });
    const { UploadId } = await s3Call('CreateMultipartUpload', () => client.send(create));
    try {
      const Parts: { readonly ETag: string | undefined; readonly PartNumber: number }[] = [];
      for await (const Body of pieces) {
        const PartNumber = Parts.length + 1;
        const upload = new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body });
        const { ETag } = await s3Call('UploadPart', () => client.send(upload));
        Parts.push({ ETag, PartNumber });
      }
      const complete = new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } });
      await s3Call('CompleteMultipartUpload', () => client.send(complete));
    } catch (error) {
      // Its parts would be kept, and paid for; what this cannot take away the bucket's lifecycle does.
      await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId })).catch(() => {});
      throw error;
    }
  };

  return {
    async put(key, content, contentType) {
      const at = mediaKey(key);
      const pieces = inPieces(content);
      const [first, second] = [await pieces.next(), await pieces.next()];
      if (first.done === true) return putWhole(at, contentType, new Uint8Array());
      if (second.done === true) return putWhole(at, contentType, first.value);
      const all = async function* () {
        yield first.value;
        yield second.value;
        yield* pieces;
      };
      await putInParts(at, contentType, all());
    },
    async link(key, fileName, minutes) {
      const Key = mediaKey(key);
      const head = await s3CallOrNull('HeadObject', () => client.send(new HeadObjectCommand({ Bucket, Key })));
      if (head === null) return null;
      const get = new GetObjectCommand({ Bucket, Key, ResponseContentDisposition: disposition(fileName) });
      return s3Call('presign', () => getSignedUrl(client, get, { expiresIn: minutes * 60 }));
    },
    async erase(key) {
      await eraseVersions(client, Bucket, mediaKey(key));
    },
  };
};
