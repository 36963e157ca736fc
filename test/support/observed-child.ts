import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import type { Context } from 'aws-lambda';
import { openTelemetry } from '../../lti-server/compose-telemetry.ts';
import { observed } from '../../lti-server/lambdas/observed.ts';

/** Started as a Lambda would be, with a trace id and a daemon's address in the environment: five invocations of one function. */
const telemetry = openTelemetry('test', 'info');
const client = await telemetry.tracing.calls(
  new DynamoDBClient({
    region: 'eu-west-1',
    endpoint: process.env.TEST_DYNAMODB ?? '',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  }),
);

/** Held for a moment: when the handler has ended, nothing of it is left. */
const spikeBytes = 512 * 1024 * 1024;
const spike = (): number => {
  Buffer.alloc(spikeBytes, 1);
  globalThis.gc?.();
  return process.memoryUsage.rss();
};

const handler = observed(telemetry, async (event: { readonly does: string; readonly name: string }) => {
  telemetry.logger.info({ does: event.does }, 'asked');
  if (event.does === 'spike') telemetry.logger.info({ left: spike() < spikeBytes ? 'less' : 'as much' }, 'spiked');
  if (event.does === 'call') await client.send(new ListTablesCommand({}));
  if (event.does === 'fail') throw new Error(`a message with ${event.name} in it`);
  return event.does === 'half' ? { batchItemFailures: [{ itemIdentifier: '1' }] } : {};
});

for (const [index, does] of ['pass', 'call', 'half', 'fail', 'spike'].entries()) {
  const context = {
    functionName: 'muster-test-web',
    functionVersion: '1',
    memoryLimitInMB: '4096',
    awsRequestId: `request-${index}`,
    invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:muster-test-web',
  } as Context;
  await handler({ does, name: 'Ada' }, context).catch(() => {});
}
