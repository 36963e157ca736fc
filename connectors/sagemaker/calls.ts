import {
  InvokeEndpointCommand,
  ModelError,
  type SageMakerRuntimeClient,
  SageMakerRuntimeServiceException,
} from '@aws-sdk/client-sagemaker-runtime';
import type { ZodType } from 'zod';
import { type ErrorCode, MusterError } from '../../core/errors.ts';

const throttling = new Set(['ThrottlingException', 'TooManyRequestsException', 'LimitExceededException']);
const denied = new Set(['AccessDeniedException', 'UnrecognizedClientException', 'ExpiredTokenException']);
/** A serverless endpoint that wakes up, or a model that is being loaded. */
const notReady = new Set(['ModelNotReadyException', 'ServiceUnavailable', 'InternalFailure']);
/** How a container says that the bytes are no picture it can read: RFC 9110, 15.5.16 and 15.5.21; 400 for those that know no other. */
const unreadable = new Set([400, 415, 422]);

const codeOf = (error: unknown): ErrorCode => {
  if (error instanceof ModelError) {
    const status = error.OriginalStatusCode ?? 500;
    if (unreadable.has(status)) return 'IMAGE_UNREADABLE';
    if (status === 429) return 'THROTTLED';
    return status >= 400 && status < 500 ? 'RESPONSE_INVALID' : 'UNAVAILABLE';
  }
  const name = error instanceof Error ? error.name : '';
  if (throttling.has(name)) return 'THROTTLED';
  if (denied.has(name)) return 'DENIED';
  if (notReady.has(name)) return 'UNAVAILABLE';
  return error instanceof SageMakerRuntimeServiceException && error.$fault === 'client'
    ? 'RESPONSE_INVALID'
    : 'UNAVAILABLE';
};

export interface Invocation {
  readonly contentType: 'image/jpeg' | 'application/json';
  readonly body: Uint8Array;
  /** Reaches the container as X-Amzn-SageMaker-Custom-Attributes. */
  readonly attributes?: string;
}

/**
 * One call of an endpoint. SageMaker's words stop here, and a container's too: they may say anything about a picture.
 * @throws MusterError UNAVAILABLE, THROTTLED, DENIED, IMAGE_UNREADABLE, RESPONSE_INVALID
 */
export const invoke = async <T>(
  client: SageMakerRuntimeClient,
  EndpointName: string,
  { contentType, body, attributes }: Invocation,
  schema: ZodType<T>,
): Promise<T> => {
  const command = new InvokeEndpointCommand({
    EndpointName,
    ContentType: contentType,
    Accept: 'application/json',
    Body: body,
    ...(attributes === undefined ? {} : { CustomAttributes: attributes }),
  });
  const wrong = (reason: string) => new MusterError('RESPONSE_INVALID', { port: 'gallery', reason });
  let text: string;
  try {
    text = new TextDecoder().decode((await client.send(command)).Body);
  } catch (error) {
    throw new MusterError(codeOf(error), { port: 'gallery', operation: 'InvokeEndpoint' });
  }
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw wrong('json');
  }
  const parsed = schema.safeParse(answer);
  if (!parsed.success) throw wrong(parsed.error.issues[0]?.path.join('.') ?? '');
  return parsed.data;
};
