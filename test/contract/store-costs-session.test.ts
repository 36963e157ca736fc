import { type SessionCosts, sessionCosts } from '../support/session-costs.ts';

/** How costs grow between two sizes: 1 is in proportion, 2 as the square. */
const growth = (from: number, to: number, times: number) => Math.log(to / from) / Math.log(times);

describe('a whole session on DynamoDB, from opening to the last grade, as the class grows from 10 to 1,000', () => {
  const costs: SessionCosts[] = [];
  beforeAll(async () => {
    for (const students of [10, 100, 1_000]) costs.push(await sessionCosts(students));
  }, 480_000);

  it('never scans, in whatever part', () => {
    for (const { parts } of costs) {
      for (const { requests } of Object.values(parts)) {
        expect(Object.keys(requests)).not.toContain('Scan');
        expect(Object.values(requests).reduce((sum, one) => sum + one, 0)).toBeGreaterThan(0);
      }
    }
  });

  it('takes capacity in proportion to the class at most, reading and writing', () => {
    const [ten, hundred, thousand] = costs;
    for (const units of ['readUnits', 'writeUnits'] as const) {
      const [small = 0, middle = 0, large = 0] = [ten, hundred, thousand].map((cost) => cost?.total[units]);
      expect(small).toBeGreaterThan(0);
      expect(growth(small, middle, 10)).toBeLessThanOrEqual(1);
      // Each turn of a hundred scores reads the course's digests and ledger again, so that hosts are shared fairly.
      expect(growth(middle, large, 10)).toBeLessThanOrEqual(1.05);
      expect(large).toBeLessThanOrEqual(100 * small);
    }
  });

  it('asks no more often to review a large class than a small one, and to photograph and confirm it by the batch', () => {
    const [ten, , thousand] = costs.map(({ parts }) => parts);
    // Who is in the picture, and four more who resemble them: their consents, a hundred at a time.
    expect(thousand?.photograph.requests).toEqual({ ...ten?.photograph.requests, BatchGetItem: 2 });
    expect(thousand?.review.requests).toEqual(ten?.review.requests);
    const { BatchWriteItem = 0, ...others } = thousand?.confirm.requests ?? {};
    expect(BatchWriteItem).toBeLessThanOrEqual(Math.ceil(1_000 / 25) + 1);
    expect(others).toEqual({ ...ten?.confirm.requests, BatchWriteItem: undefined });
  });

  it('publishes by two reads and three writes a student and a constant a turn of a hundred', () => {
    const [ten, , thousand] = costs.map(({ parts }) => parts.publish.requests);
    const more = (operation: string) => (thousand?.[operation] ?? 0) - (ten?.[operation] ?? 0);
    expect(more('PutItem') / 990).toBeLessThanOrEqual(3.1);
    expect(more('GetItem') / 990).toBeLessThanOrEqual(2.1);
    expect(more('Query') / 9).toBeLessThanOrEqual(25);
  });
});
