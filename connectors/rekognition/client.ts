import { RekognitionClient } from '@aws-sdk/client-rekognition';
import { endpointSettings, withinTime } from '../aws-client.ts';

export interface RekognitionSettings {
  readonly region: string;
  /** Of a server that speaks the protocol; AWS's own of that region when left out. */
  readonly endpoint?: string;
  readonly maxAttempts?: number;
  /** An answer that takes longer is given up and asked for again. */
  readonly requestTimeoutMs?: number;
}

/** Adaptive: besides trying again, the SDK slows down when it is throttled (a region gives 5 or 50 calls a second). */
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
    ...withinTime(5_000, requestTimeoutMs),
    ...endpointSettings(endpoint),
  });
