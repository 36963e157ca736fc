import { managementClient } from '../../../connectors/apigateway/client.ts';
import { apiGatewayRealtime } from '../../../connectors/apigateway/realtime.ts';
import { apiGatewaySockets } from '../../../connectors/apigateway/sockets.ts';
import { systemClock } from '../../../connectors/embedded/system-clock.ts';
import type { Stores } from '../../../core/ports/stores.ts';
import { credentials, region } from './small-servers.ts';

/** Tells everybody something who looks at this session: of a line that is not open any more, it is heard, and it is forgotten. */
export const tellLines = async ({ viewers }: Stores, endpoint: string, session: string): Promise<void> => {
  const settings = { endpoint, region, credentials };
  const client = managementClient(settings);
  const sockets = apiGatewaySockets(client);
  const realtime = apiGatewayRealtime({ sockets, viewers, clock: systemClock, onTrouble: () => {} });
  await realtime.publish(session, { kind: 'session', session: session as never, state: 'open' });
  client.destroy();
};
