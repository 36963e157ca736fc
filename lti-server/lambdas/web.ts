import { fileURLToPath } from 'node:url';
import serverlessExpress from '@codegenie/serverless-express';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { Express } from 'express';
import { openWeb } from '../compose-lambda-web.ts';
import { onFirstCall } from './first-call.ts';
import { observed } from './observed.ts';
import { cameThroughDistribution, forbidden } from './origin-key.ts';
import { fromVisitor } from './visitor.ts';

/** Built pages lie beside the bundle. */
const uiFolder = fileURLToPath(new URL('./ui', import.meta.url));

type Answer = APIGatewayProxyStructuredResultV2;

/** Pictures alone; everything else that we send is text. */
const binarySettings = { contentTypes: ['image/*'], contentEncodings: [] };

/** HTTP API (payload 2.0) -> the same Express app as on one machine. */
export const makeHandler = ({ tool, originKey }: { readonly tool: Express; readonly originKey: string }) => {
  const serve = serverlessExpress<APIGatewayProxyEventV2, Answer>({ app: tool, binarySettings });
  return async (event: APIGatewayProxyEventV2, context: Context): Promise<Answer> => {
    if (!cameThroughDistribution(event.headers, originKey)) return forbidden;
    return (await serve(fromVisitor(event), context, () => {})) as Answer;
  };
};

export const handler: (event: APIGatewayProxyEventV2, context: Context) => Promise<Answer> = onFirstCall(async () => {
  const parts = await openWeb(process.env, uiFolder);
  return observed(parts.telemetry, makeHandler(parts));
});
