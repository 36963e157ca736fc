import type { RekognitionClient } from '@aws-sdk/client-rekognition';
import type { Metrics } from '../../core/ports/metrics.ts';

const throttles = new Set(['ProvisionedThroughputExceededException', 'ThrottlingException', 'LimitExceededException']);

/**
 * Counts each time Rekognition throttles, the attempts too that the SDK repeats by itself: the quota wants raising before a
 * capture fails. The step lies behind the SDK's retries, which are a middleware of `finalizeRequest`.
 */
export const countThrottling = (client: RekognitionClient, metrics: Metrics): RekognitionClient => {
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        if (error instanceof Error && throttles.has(error.name)) metrics.count('RekognitionThrottled');
        throw error;
      }
    },
    { step: 'deserialize', priority: 'high', name: 'countThrottling' },
  );
  return client;
};
