import type { LiveLine } from '../../lti-server/http/api-schema/live.ts';
import type { Client, RunningPractice } from './practice.ts';

export interface LiveStream {
  readonly heard: readonly unknown[];
  close(): Promise<void>;
}

/** Follows a session as a page does, over the stream that the tool names. */
export const followStream = async (
  { toolUrl }: Pick<RunningPractice, 'toolUrl'>,
  client: Client,
  session: string,
): Promise<LiveStream> => {
  const { url } = await client.call<LiveLine>('POST', `/sessions/${session}/live`);
  const abort = new AbortController();
  const headers = { Authorization: `Bearer ${client.bearer}` };
  const { body } = await fetch(`${toolUrl}${url}`, { headers, signal: abort.signal });
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  // The comment that says that it listens.
  await reader?.read();
  const heard: unknown[] = [];
  const read = async () => {
    for (;;) {
      const chunk = await reader?.read();
      if (chunk === undefined || chunk.done) return;
      for (const line of chunk.value.split('\n\n')) {
        if (line.startsWith('data: ')) heard.push(JSON.parse(line.slice(6)));
      }
    }
  };
  const reading = read().catch(() => {});
  return {
    heard,
    async close() {
      abort.abort();
      await reading;
    },
  };
};
