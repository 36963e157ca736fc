import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { Item } from '../table.ts';

type Expiring = Pick<Item, 'pk' | 'sk'> & { readonly expiresAt: number };

/** Keys and ends of all items with a life, page by page. It reads the whole table: for one pass, in no request. */
export async function* expiringItems(client: DynamoDBClient, tableName: string): AsyncGenerator<Expiring> {
  const pages = paginateScan(
    { client: DynamoDBDocumentClient.from(client) },
    {
      TableName: tableName,
      ProjectionExpression: 'pk, sk, expiresAt',
      FilterExpression: 'attribute_exists(expiresAt)',
    },
  );
  for await (const { Items: items = [] } of pages) yield* items as Expiring[];
}
