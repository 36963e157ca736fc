import { S3ServiceException } from '@aws-sdk/client-s3';
import { type ErrorCode, MusterError } from '../../core/errors.ts';

/** docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const throttling = new Set(['SlowDown', 'RequestLimitExceeded', 'TooManyRequests', 'KMS.ThrottlingException']);
const denied = new Set(['AccessDenied', 'InvalidAccessKeyId', 'SignatureDoesNotMatch', 'ExpiredToken']);
const missing = new Set(['NoSuchKey', 'NotFound']);

/** What may be asked again: throttling, 5xx and no answer at all. */
const codeOf = (error: unknown): ErrorCode => {
  const name = error instanceof Error ? error.name : '';
  if (throttling.has(name)) return 'THROTTLED';
  if (denied.has(name)) return 'DENIED';
  return error instanceof S3ServiceException && error.$fault === 'client' ? 'RESPONSE_INVALID' : 'UNAVAILABLE';
};

/** S3's words stop here. @throws MusterError UNAVAILABLE, THROTTLED, DENIED, RESPONSE_INVALID */
export const s3Call = async <T>(operation: string, call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    throw new MusterError(codeOf(error), { port: 'media', operation }, { cause: error });
  }
};

/** The same; null where nothing is stored under the key. */
export const s3CallOrNull = <T>(operation: string, call: () => Promise<T>): Promise<T | null> =>
  s3Call(operation, async () => {
    try {
      return await call();
    } catch (error) {
      if (error instanceof Error && missing.has(error.name)) return null;
      throw error;
    }
  });
