import type { Clock } from '../../core/ports/clock.ts';
import type { Realtime } from '../../core/ports/realtime.ts';
import type { Sockets } from '../../core/ports/sockets.ts';
import type { ViewerStore } from '../../core/ports/viewer-store.ts';

/** Lines written to at once. */
const atOnce = 8;

/**
 * Tells whoever looks over their own line, and forgets those that are gone. What goes wrong is told to `onTrouble` and to
 * nobody else: a page asks again by itself.
 */
export const apiGatewayRealtime = ({
  sockets,
  viewers,
  clock,
  onTrouble,
}: {
  readonly sockets: Sockets;
  readonly viewers: Pick<ViewerStore, 'connectionsOf' | 'remove'>;
  readonly clock: Clock;
  readonly onTrouble: (error: unknown) => void;
}): Realtime => {
  const tell = async (connection: string, text: string): Promise<void> => {
    try {
      if (!(await sockets.send(connection, text))) await viewers.remove(connection);
    } catch (error) {
      onTrouble(error);
    }
  };
  return {
    async publish(topic, event) {
      try {
        const left = await viewers.connectionsOf(topic, clock.now());
        const text = JSON.stringify(event);
        const lane = async () => {
          for (let next = left.pop(); next !== undefined; next = left.pop()) await tell(next, text);
        };
        await Promise.all(Array.from({ length: atOnce }, lane));
      } catch (error) {
        onTrouble(error);
      }
    },
  };
};
