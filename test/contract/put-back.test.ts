import { ensureTable } from '../../connectors/dynamodb/ensure-table.ts';
import { sdkTable } from '../../connectors/dynamodb/sdk-table.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../../connectors/embedded/dynamodb.ts';
import { countFamilies, differences } from '../../scripts/recovery/families.ts';
import { putBack } from '../../scripts/recovery/put-back.ts';

const item = (pk: string, sk: string, data: unknown) => ({ pk, sk, schema: 1, data });
const many = (count: number, data: string) =>
  Array.from({ length: count }, (_, index) => item('COURSE#c_1', `MEMBER#m_${index}`, data));

describe('switching to a restored table', () => {
  let opened: EmbeddedDynamoDb;
  beforeAll(async () => {
    opened = await startEmbeddedDynamoDb(null);
    for (const name of ['damaged', 'restored']) await ensureTable(opened.client, name);
  });
  afterAll(() => opened?.close());

  it('makes the table hold what the restored one holds, and nothing else; twice changes nothing', async () => {
    const { client } = opened;
    const [damaged, restored] = [sdkTable(client, 'damaged'), sdkTable(client, 'restored')];
    await restored.putAll([...many(230, 'as it was'), item('LEASE#x', 'LEASE', 1)]);
    await damaged.putAll([...many(130, 'spoilt'), ...many(3, 'x').map((one) => ({ ...one, pk: 'COURSE#c_2' }))]);
    expect(differences(await countFamilies(client, 'restored'), await countFamilies(client, 'damaged'))).toEqual([
      'COURSE/MEMBER: 230 items expected, 133 found',
      'LEASE: 1 items expected, 0 found',
    ]);

    expect(await putBack(client, 'restored', 'damaged')).toEqual({ removed: 3, written: 231 });
    expect(await countFamilies(client, 'damaged')).toEqual(await countFamilies(client, 'restored'));
    expect(await putBack(client, 'restored', 'damaged')).toEqual({ removed: 0, written: 231 });
    expect(await countFamilies(client, 'damaged')).toEqual(await countFamilies(client, 'restored'));
  });
});
