import type { Realtime, RealtimeEvent, RealtimeListening } from '../../core/ports/realtime.ts';

/** Live progress inside one process. A listener that throws is its own loss: the work that is told of goes on. */
export const memoryRealtime = (): Realtime & RealtimeListening => {
  const topics = new Map<string, Set<(event: RealtimeEvent) => void>>();
  return {
    async publish(topic, event) {
      for (const listener of [...(topics.get(topic) ?? [])]) {
        try {
          listener(event);
        } catch {
          // The page can ask again.
        }
      }
    },
    subscribe(topic, listener) {
      const listeners = topics.get(topic) ?? new Set();
      topics.set(topic, listeners);
      const own = (event: RealtimeEvent) => listener(event);
      listeners.add(own);
      return () => {
        listeners.delete(own);
        if (listeners.size === 0 && topics.get(topic) === listeners) topics.delete(topic);
      };
    },
  };
};
