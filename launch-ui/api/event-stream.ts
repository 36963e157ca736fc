import { ApiProblem, openStream } from './client.ts';

const shortestPauseMs = 1_000;
const longestPauseMs = 30_000;

export interface Listeners {
  readonly onEvent: (data: unknown) => void;
  /** The line stands again after a break: what was told meanwhile was not heard. */
  readonly onAgain: () => void;
}

/** Over after the time, at once when the browser has a network again, or when nobody listens any more. */
const pause = (milliseconds: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const end = () => {
      window.clearTimeout(timer);
      window.removeEventListener('online', end);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = window.setTimeout(end, milliseconds);
    window.addEventListener('online', end);
    signal.addEventListener('abort', end);
  });

/** Reads one stream to its end (WHATWG HTML, section 9.2). @throws ApiProblem, or what a broken line throws */
const read = async (path: string, onOpen: () => void, onEvent: Listeners['onEvent'], signal: AbortSignal) => {
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

/** The login has ended, or what was followed is gone. To be busy or out of reach is no reason to give up. */
const isFinal = (error: unknown) =>
  error instanceof ApiProblem && error.status >= 400 && error.status < 500 && error.status !== 429;

/**
 * Follows server-sent events until `signal` is aborted: a line that breaks is taken up again, after a pause that grows
 * while it cannot be. By fetch, because EventSource sends no bearer.
 */
export const follow = async (path: string, { onEvent, onAgain }: Listeners, signal: AbortSignal): Promise<void> => {
  let next = shortestPauseMs;
  let wasOpen = false;
  const onOpen = () => {
    next = shortestPauseMs;
    if (wasOpen) onAgain();
    wasOpen = true;
  };
  while (!signal.aborted) {
    try {
      await read(path, onOpen, onEvent, signal);
    } catch (error) {
      if (isFinal(error)) return;
    }
    if (!signal.aborted) await pause(next, signal);
    next = Math.min(longestPauseMs, next * 2);
  }
};
