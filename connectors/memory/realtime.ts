import { EventEmitter } from 'node:events';
import type { Realtime, RealtimeEvent } from '../../core/ports/realtime.ts';

/** Live progress inside one process. */
export const memoryRealtime = (): Realtime => {
  const emitter = new EventEmitter();
  emitter.setMaxListeners(0);
  return {
    async publish(topic, event) {
      emitter.emit(topic, event);
    },
    subscribe(topic, listener) {
      const told = (event: RealtimeEvent) => listener(event);
      emitter.on(topic, told);
      return () => emitter.off(topic, told);
    },
  };
};
