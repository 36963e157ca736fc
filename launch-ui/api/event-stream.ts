import { openStream } from './client.ts';

/** Reads server-sent events to their end (WHATWG HTML, 9.2). @throws ApiProblem, or what a broken line throws */
export const readStream = async (
  path: string,
  onOpen: () => void,
  onEvent: (data: unknown) => void,
  signal: AbortSignal,
): Promise<void> => {
  const reader = (await openStream(path, signal))?.pipeThrough(new TextDecoderStream()).getReader();
  onOpen();
  let rest = '';
  for (;;) {
    const chunk = await reader?.read();
    if (chunk === undefined || chunk.done) return;
    rest += chunk.value;
    const lines = rest.split('\n\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('data: ')) onEvent(JSON.parse(line.slice(6)));
  }
};
