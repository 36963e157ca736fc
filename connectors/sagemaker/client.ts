import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** A model may take a minute to answer; adaptive, since an endpoint has as many instances as it has. */
export const sagemakerClient = ({
  region,
  endpoint,
  maxAttempts = 4,
  requestTimeoutMs = 65_000,
}: {
  readonly region: string;
  /** Of a server that speaks the protocol; AWS's own of that region when left out. */
  readonly endpoint?: string;
  readonly maxAttempts?: number;
  readonly requestTimeoutMs?: number;
}): SageMakerRuntimeClient =>
  new SageMakerRuntimeClient({
    region,
    maxAttempts,
    retryMode: 'adaptive',
    requestHandler: { connectionTimeout: 5_000, requestTimeout: requestTimeoutMs, throwOnRequestTimeout: true },
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(endpoint !== undefined && loopback.has(new URL(endpoint).hostname)
      ? { credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }
      : {}),
  });
