import type { IncomingMessage, ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import serverlessExpress from '@codegenie/serverless-express';
import type {
  APIGatewayProxyEvent,
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  Context,
} from 'aws-lambda';
import type { Express } from 'express';
import { openWeb } from '../compose-lambda-web.ts';
import { onFirstCall } from './first-call.ts';
import { observed } from './observed.ts';
import { cameThroughDistribution, forbidden } from './origin-key.ts';
import { fromReader, fromVisitor, lowerCase } from './visitor.ts';

/** Built pages lie beside the bundle. */
const uiFolder = fileURLToPath(new URL('./ui', import.meta.url));

type WebEvent = APIGatewayProxyEventV2 | APIGatewayProxyEvent;
type Answer = APIGatewayProxyStructuredResultV2;

/** Pictures, and texts that are compressed; everything else that we send is text. */
const binarySettings = { contentTypes: ['image/*'], contentEncodings: ['br', 'gzip', 'deflate'] };

const isOfRestApi = (event: WebEvent): event is APIGatewayProxyEvent =>
  !('version' in event && event.version === '2.0');

/** What the REST API is for; everything else has one door. */
const reports = /^\/reports\/v1\//;

/**
 * The adapter takes a request for read once its handler has returned, though routes read it later, and a parser that comes
 * after a look into the table would leave its body alone. So here a request is handled when it is answered.
 */
const answered = (tool: Express) => ({
  sendRequest: ({ request, response }: { request: IncomingMessage; response: ServerResponse }) =>
    new Promise<void>((resolve) => {
      // A connection's end follows its answer; here there is none, and what was held for the request would stay held.
      response.once('finish', () => response.emit('close'));
      response.once('close', resolve);
      tool(request as Parameters<Express>[0], response as Parameters<Express>[1]);
    }),
});

/** HTTP API (payload 2.0), and the REST API of the reports (payload 1.0) -> the same Express app as on one machine. */
export const makeHandler = ({
  tool,
  originKeys,
}: {
  readonly tool: Express;
  readonly originKeys: readonly string[];
}) => {
  const serve = serverlessExpress<WebEvent, Answer>({ app: tool, framework: answered(tool), binarySettings });
  return async (event: WebEvent, context: Context): Promise<Answer> => {
    if (!cameThroughDistribution(lowerCase(event.headers), ...originKeys)) return forbidden;
    if (isOfRestApi(event) && !reports.test(event.path)) return forbidden;
    const visit = isOfRestApi(event) ? fromReader(event) : fromVisitor(event);
    return (await serve(visit, context, () => {})) as Answer;
  };
};

export const handler: (event: WebEvent, context: Context) => Promise<Answer> = onFirstCall(async () => {
  const parts = await openWeb(process.env, uiFolder);
  return observed(parts.telemetry, makeHandler(parts));
});
