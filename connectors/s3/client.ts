import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { withinTime } from '../aws-client.ts';

/**
 * Checksums only where an operation must have one: a signed trailer after a stream is read as part of the picture by
 * servers that are not AWS's own, and TLS and S3's own check of what is stored stand behind it.
 */
export const s3Client = (settings: S3ClientConfig = {}): S3Client =>
  new S3Client({
    maxAttempts: 4,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...withinTime(3_000, 20_000),
    ...settings,
  });
