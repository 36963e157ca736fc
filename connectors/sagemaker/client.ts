import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { endpointSettings, withinTime } from '../aws-client.ts';

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
    ...withinTime(5_000, requestTimeoutMs),
    ...endpointSettings(endpoint),
  });
