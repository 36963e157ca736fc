import { useEffect, useRef } from 'react';
import { liveLine } from '../../lti-server/http/api-schema/live.ts';
import { ApiProblem, ask } from './client.ts';
import { readStream } from './event-stream.ts';
import { readSocket } from './socket.ts';

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

/** The login has ended, or what was followed is gone. To be busy or out of reach is no reason to give up. */
const isFinal = (error: unknown) =>
  error instanceof ApiProblem && error.status >= 400 && error.status < 500 && error.status !== 429;

/** Asks where to listen, with a new leave each time, and listens there until the line ends. */
const listen = async (session: string, onOpen: () => void, onEvent: Listeners['onEvent'], signal: AbortSignal) => {
  const { kind, url } = await ask(liveLine, 'POST', `/sessions/${session}/live`);
  if (signal.aborted) return;
  const read = kind === 'socket' ? readSocket : readStream;
  await read(url, onOpen, onEvent, signal);
};

/** Follows a session until `signal` is aborted: a line that breaks is taken up again, after a pause that grows while it cannot be. */
const follow = async (session: string, { onEvent, onAgain }: Listeners, signal: AbortSignal): Promise<void> => {
  let next = shortestPauseMs;
  let wasOpen = false;
  const onOpen = () => {
    next = shortestPauseMs;
    if (wasOpen) onAgain();
    wasOpen = true;
  };
  while (!signal.aborted) {
    try {
      await listen(session, onOpen, onEvent, signal);
    } catch (error) {
      if (isFinal(error)) return;
    }
    if (!signal.aborted) await pause(next, signal);
    next = Math.min(longestPauseMs, next * 2);
  }
};

/** What goes on in a session, told as it happens for as long as the page stands. */
export const useLive = (session: string, listeners: Listeners): void => {
  const latest = useRef(listeners);
  useEffect(() => {
    latest.current = listeners;
  });
  useEffect(() => {
    const abort = new AbortController();
    const onEvent: Listeners['onEvent'] = (data) => latest.current.onEvent(data);
    void follow(session, { onEvent, onAgain: () => latest.current.onAgain() }, abort.signal);
    return () => abort.abort();
  }, [session]);
};
