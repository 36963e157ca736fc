import { ping, pong } from '../../lti-server/http/api-schema/live.ts';

/** Nothing is told on a line that was silent for two minutes (core/use-cases/watch-session.ts); API Gateway closes it after ten. */
const pingEveryMs = 60_000;
const answerWithinMs = 15_000;

/**
 * Reads a WebSocket until it is closed, from there or by `signal`. It counts as open once the first ping is answered: until
 * then the other side may have taken it in and forgotten it again. One that does not answer is closed.
 */
export const readSocket = (
  url: string,
  onOpen: () => void,
  onEvent: (data: unknown) => void,
  signal: AbortSignal,
): Promise<void> =>
  new Promise((resolve) => {
    const socket = new WebSocket(url);
    let next: number | undefined;
    let isOpen = false;
    const wait = (milliseconds: number, then: () => void) => {
      window.clearTimeout(next);
      next = window.setTimeout(then, milliseconds);
    };
    const end = () => {
      window.clearTimeout(next);
      signal.removeEventListener('abort', end);
      socket.onclose = null;
      socket.onmessage = null;
      socket.close();
      resolve();
    };
    const ask = () => {
      if (socket.readyState !== WebSocket.OPEN) return end();
      socket.send(ping);
      wait(answerWithinMs, end);
    };
    socket.onopen = ask;
    socket.onclose = end;
    socket.onmessage = ({ data }: MessageEvent) => {
      if (data !== pong) return onEvent(JSON.parse(String(data)));
      if (!isOpen) onOpen();
      isOpen = true;
      wait(pingEveryMs, ask);
    };
    wait(answerWithinMs, end);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end);
  });
