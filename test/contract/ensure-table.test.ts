import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ensureTable } from '../../connectors/dynamodb/ensure-table.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../../connectors/embedded/dynamodb.ts';

describe('making the table', () => {
  let embedded: EmbeddedDynamoDb;
  beforeAll(async () => {
    embedded = await startEmbeddedDynamoDb(null);
  });
  afterAll(() => embedded.close());

  it('has expired items deleted, and goes on where the server does not know how', async () => {
    const { client } = embedded;
    const asked: unknown[] = [];
    client.middlewareStack.add(
      (next, { commandName }) =>
        (args) => {
          if (commandName === 'UpdateTimeToLiveCommand') asked.push(args.input);
          return next(args);
        },
      { step: 'initialize' },
    );
    await ensureTable(client, 'another');
    expect(asked).toEqual([
      { TableName: 'another', TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true } },
    ]);
    expect((await client.send(new ListTablesCommand())).TableNames).toEqual(['another', 'muster']);
  });
});
