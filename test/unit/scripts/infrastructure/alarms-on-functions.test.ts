import { functions } from '../../../../scripts/lambda-functions.ts';
import { alarmsOn, readAlarms } from '../../../support/aws/alarms.ts';

describe('the alarms on what functions do', () => {
  // Of the drill: who runs it by hand reads its answer.
  it.each(Object.keys(functions).filter((name) => name !== 'alarm-test'))('tell when %s dies', async (name) => {
    expect(await alarmsOn(name)).toEqual([expect.stringMatching(/^ErrorRate(Work)?$/)]);
  });

  it('tell nothing of what is no function’s own', async () => {
    expect(await alarmsOn('alarm-test')).toEqual([]);
  });

  // docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html
  it('read no more metrics than CloudWatch lets them', async () => {
    const alarms = await readAlarms();
    expect(alarms.size).toBeGreaterThan(10);
    for (const [id, { Metrics = [] }] of alarms) {
      const read = (Metrics as { MetricStat?: object }[]).filter(({ MetricStat }) => MetricStat !== undefined);
      expect([id, read.length <= 10]).toEqual([id, true]);
    }
  });
});
