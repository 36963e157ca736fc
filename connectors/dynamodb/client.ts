import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { withinTime } from '../aws-client.ts';

/** Answers come in milliseconds: whoever waits for seconds is better served by a new connection. */
export const dynamoDbClient = (settings: DynamoDBClientConfig = {}): DynamoDBClient =>
  new DynamoDBClient({
    maxAttempts: 4,
    ...withinTime(1_000, 5_000),
    ...settings,
  });
