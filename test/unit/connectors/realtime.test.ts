import { memoryRealtime } from '../../../connectors/memory/realtime.ts';
import type { RealtimeEvent } from '../../../core/ports/realtime.ts';

const event: RealtimeEvent = { kind: 'session', session: 's1', state: 'confirmed' };

describe('live progress in one process', () => {
  it('reaches everybody who listens to the topic, and nobody else', async () => {
    const realtime = memoryRealtime();
    const heard: string[] = [];
    realtime.subscribe('s1', () => heard.push('first'));
    realtime.subscribe('s1', () => heard.push('second'));
    realtime.subscribe('s2', () => heard.push('other'));
    await realtime.publish('s1', event);
    expect(heard).toEqual(['first', 'second']);
  });

  it('ends for the one who stops, also when somebody else listens in the same way', async () => {
    const realtime = memoryRealtime();
    const heard: RealtimeEvent[] = [];
    const listener = (told: RealtimeEvent) => heard.push(told);
    const stop = realtime.subscribe('s1', listener);
    realtime.subscribe('s1', listener);
    stop();
    stop();
    await realtime.publish('s1', event);
    expect(heard).toEqual([event]);
  });

  it('does no harm to the work when a listener throws, when nobody listens, or when a topic is called "error"', async () => {
    const realtime = memoryRealtime();
    const heard: RealtimeEvent[] = [];
    realtime.subscribe('s1', () => {
      throw new Error('the page is gone');
    });
    realtime.subscribe('s1', (told) => heard.push(told));
    await realtime.publish('s1', event);
    await realtime.publish('error', event);
    expect(heard).toEqual([event]);
  });
});
