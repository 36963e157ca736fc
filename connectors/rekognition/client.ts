import { RekognitionClient } from '@aws-sdk/client-rekognition';

export interface RekognitionSettings {
  readonly region: string;
  /** Of a server that speaks the protocol; AWS's own of that region when left out. */
  readonly endpoint?: string;
  readonly maxAttempts?: number;
  /** An answer that takes longer is given up and asked for again. */
  readonly requestTimeoutMs?: number;
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Adaptive: besides trying again, the SDK slows down when it is throttled (a region gives 5 or 50 calls a second). A
 * server on this machine takes any credentials; for all others the SDK finds its own.
 */
export const rekognitionClient = ({
  region,
  endpoint,
  maxAttempts = 6,
  requestTimeoutMs = 30_000,
}: RekognitionSettings): RekognitionClient =>
  new RekognitionClient({
    region,
    maxAttempts,
    retryMode: 'adaptive',
    // Without the last the SDK only warns of an answer that does not come, and waits for ever.
    requestHandler: { connectionTimeout: 5_000, requestTimeout: requestTimeoutMs, throwOnRequestTimeout: true },
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(endpoint !== undefined && loopback.has(new URL(endpoint).hostname)
      ? { credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }
      : {}),
  });
