import { ListCollectionsCommand } from '@aws-sdk/client-rekognition';
import { prometheusMetrics } from '../../connectors/prometheus/metrics.ts';
import { countThrottling } from '../../connectors/rekognition/count-throttling.ts';
import type { FaceEngine } from '../../face-engine/index.ts';
import { plannedFaults } from '../../face-engine/rekognition/planned-faults.ts';
import { type RekognitionServer, startRekognitionServer } from '../../face-engine/rekognition/server.ts';
import { clientOf } from '../support/asking-rekognition.ts';

/** No face is looked at here. */
const noEngine = {} as FaceEngine;

describe('throttling by Rekognition', () => {
  const faults = plannedFaults();
  let server: RekognitionServer;
  beforeAll(async () => {
    server = await startRekognitionServer({ engine: noEngine, port: 0, faults });
  });
  afterAll(() => server?.close());
  afterEach(() => faults.clear());

  const given = (attempts: number) => {
    const metrics = prometheusMetrics();
    return { metrics, client: countThrottling(clientOf(server, attempts), metrics) };
  };
  const counted = (text: string) => /rekognition_throttled_total (\d+)/.exec(text)?.[1];

  it('is counted for each attempt, also when the SDK gets through in the end', async () => {
    const { metrics, client } = given(4);
    faults.next('*', 2, 'ProvisionedThroughputExceededException');
    await client.send(new ListCollectionsCommand({}));
    expect(counted(metrics.text())).toBe('2');
  });

  it('is counted when the call fails of it', async () => {
    const { metrics, client } = given(1);
    faults.next('*', 1, 'ThrottlingException');
    await expect(client.send(new ListCollectionsCommand({}))).rejects.toMatchObject({ name: 'ThrottlingException' });
    expect(counted(metrics.text())).toBe('1');
  });

  it('is not what other refusals are', async () => {
    const { metrics, client } = given(1);
    faults.next('*', 1, 'AccessDeniedException');
    await expect(client.send(new ListCollectionsCommand({}))).rejects.toMatchObject({ name: 'AccessDeniedException' });
    expect(counted(metrics.text())).toBeUndefined();
  });
});
