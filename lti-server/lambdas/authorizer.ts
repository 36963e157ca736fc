import type { APIGatewayRequestAuthorizerEventV2, APIGatewaySimpleAuthorizerResult, Context } from 'aws-lambda';
import { rightsOfGroups } from '../../core/admin-rights.ts';
import { isMusterError } from '../../core/errors.ts';
import type { Logger } from '../../core/ports/logger.ts';
import { openAuthorizer } from '../compose-lambda-authorizer.ts';
import { type AdministratorDeps, administratorOf, groupsOf } from '../http/administrators.ts';
import { onFirstCall } from './first-call.ts';
import { observed } from './observed.ts';
import { cameThroughDistribution } from './origin-key.ts';

export interface AuthorizerDeps extends AdministratorDeps {
  /** What the distribution adds to each request; two while it is being rotated. */
  readonly originKeys: readonly string[];
  readonly logger: Logger;
}

const no: APIGatewaySimpleAuthorizerResult = { isAuthorized: false };

/**
 * The door before /api/admin: payload 2.0, simple answers. It lets in whoever may do anything at all; `web` asks again, knows who it
 * is and what each route needs. API Gateway keeps an answer for at most a minute under both headers (identity sources
 * Authorization and x-muster-origin), so a sign-out is refused by `web` at once, and here within that minute.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export const authorizer =
  (deps: AuthorizerDeps) =>
  async ({ headers = {} }: APIGatewayRequestAuthorizerEventV2): Promise<APIGatewaySimpleAuthorizerResult> => {
    if (!cameThroughDistribution(headers, ...deps.originKeys)) {
      deps.logger.warn({}, 'asked past the distribution');
      return no;
    }
    try {
      const administrator = await administratorOf(deps, headers.authorization ?? '');
      if (administrator === null || rightsOfGroups(groupsOf(administrator)).length === 0) {
        deps.logger.info({ known: administrator !== null }, 'administrator refused');
        return no;
      }
      return { isAuthorized: true };
    } catch (error) {
      // API Gateway answers 500 and keeps nothing when an authorizer throws: nobody is refused for a minute by trouble of ours.
      deps.logger.error({ err: isMusterError(error) ? error.code : error }, 'authorising failed');
      throw error;
    }
  };

export const handler: (
  event: APIGatewayRequestAuthorizerEventV2,
  context: Context,
) => Promise<APIGatewaySimpleAuthorizerResult> = onFirstCall(async () => {
  const { telemetry, ...deps } = await openAuthorizer(process.env);
  return observed(telemetry, authorizer(deps));
});
