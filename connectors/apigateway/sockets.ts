import {
  type ApiGatewayManagementApiClient,
  ApiGatewayManagementApiServiceException,
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { type ErrorCode, MusterError } from '../../core/errors.ts';
import type { Sockets } from '../../core/ports/sockets.ts';

const codeOf = (error: unknown): ErrorCode => {
  if (!(error instanceof ApiGatewayManagementApiServiceException)) return 'UNAVAILABLE';
  const status = error.$metadata.httpStatusCode ?? 500;
  if (status === 429) return 'THROTTLED';
  if (status === 403) return 'DENIED';
  return status >= 500 ? 'UNAVAILABLE' : 'RESPONSE_INVALID';
};

/** Lines of an API Gateway WebSocket API: docs.aws.amazon.com/apigateway, "Use @connections commands in your backend service". */
export const apiGatewaySockets = (client: ApiGatewayManagementApiClient): Sockets => {
  /** 410 is the answer for a connection that is closed, and for one that is not open yet. */
  const unlessGone = async (operation: string, call: () => Promise<unknown>): Promise<boolean> => {
    try {
      await call();
      return true;
    } catch (error) {
      if (error instanceof GoneException) return false;
      throw new MusterError(codeOf(error), { port: 'sockets', operation }, { cause: error });
    }
  };
  return {
    send: (ConnectionId, text) =>
      unlessGone('send', () =>
        client.send(new PostToConnectionCommand({ ConnectionId, Data: new TextEncoder().encode(text) })),
      ),
    async close(ConnectionId) {
      await unlessGone('close', () => client.send(new DeleteConnectionCommand({ ConnectionId })));
    },
  };
};
