import type { Context } from 'aws-lambda';
import { z } from 'zod';
import { isMusterError } from '../../core/errors.ts';
import type { Services } from '../../core/ports/services.ts';
import type { Sockets } from '../../core/ports/sockets.ts';
import { admitViewer, viewerStands } from '../../core/use-cases/watch-session.ts';
import { openSockets } from '../compose-lambda-sockets.ts';
import { ping, pong } from '../http/api-schema/live.ts';
import { digest, secretPattern } from '../lti/secrets.ts';
import { onFirstCall } from './first-call.ts';
import { observed } from './observed.ts';
import { cameThroughDistribution } from './origin-key.ts';
import { lowerCase } from './visitor.ts';

export interface RealtimeDeps extends Pick<Services, 'liveTickets' | 'appSessions' | 'viewers' | 'clock'> {
  readonly sockets: Sockets;
  /** What the distribution adds to each request; two while it is being rotated. */
  readonly originKeys: readonly string[];
}

const events = z.object({
  requestContext: z.object({ routeKey: z.string(), connectionId: z.string().min(1) }),
  /** Of $connect alone. */
  queryStringParameters: z.record(z.string(), z.string()).nullish(),
  headers: z.record(z.string(), z.string()).nullish(),
  body: z.string().nullish(),
});

export interface SocketAnswer {
  readonly statusCode: number;
}

const connect = async (deps: RealtimeDeps, connection: string, ticket: string | undefined): Promise<SocketAnswer> => {
  if (ticket === undefined || !secretPattern.test(ticket)) return { statusCode: 401 };
  try {
    await admitViewer(deps, digest(ticket), connection);
    return { statusCode: 200 };
  } catch (error) {
    if (isMusterError(error)) return { statusCode: error.status };
    throw error;
  }
};

/**
 * A page's line to the session that it shows (API Gateway's WebSocket API). Whatever a page says, it is looked up again whether
 * its login still stands; one that does not, or that was forgotten meanwhile, is closed, and its page comes back with a new
 * ticket or learns that it was signed out.
 */
export const makeRealtimeHandler =
  (deps: RealtimeDeps) =>
  async (event: unknown): Promise<SocketAnswer> => {
    const { requestContext, queryStringParameters, headers, body } = events.parse(event);
    const { routeKey, connectionId } = requestContext;
    if (routeKey === '$connect') {
      // Not to execute-api's own address, where nothing of the firewall's is felt. A line that is open is API Gateway's to tell of.
      if (!cameThroughDistribution(lowerCase(headers ?? {}), ...deps.originKeys)) return { statusCode: 403 };
      return connect(deps, connectionId, queryStringParameters?.ticket);
    }
    if (routeKey === '$disconnect') {
      await deps.viewers.remove(connectionId);
      return { statusCode: 200 };
    }
    if (!(await viewerStands(deps, connectionId))) await deps.sockets.close(connectionId);
    else if (body === ping) await deps.sockets.send(connectionId, pong);
    return { statusCode: 200 };
  };

export const handler: (event: unknown, context: Context) => Promise<SocketAnswer> = onFirstCall(async () => {
  const { services, sockets, originKeys, telemetry } = await openSockets(process.env);
  return observed(telemetry, makeRealtimeHandler({ ...services, sockets, originKeys }));
});
