import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { type Board, board, sessionEvent } from '../../lti-server/http/api-schema/board.ts';
import { ask, listen } from '../api/client.ts';
import { differenceInWords } from './board-words.ts';

const boardKey = (session: string) => ['board', session];

const isWorking = (data: Board | undefined) =>
  data?.session.state === 'confirming' ||
  (data?.captures.some(({ state }) => state === 'stored' || state === 'identifying') ?? false);

/** How long a broken line of events waits before it is taken up again. */
const againAfterMs = 3_000;

const pause = (milliseconds: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

/** The board of a session, kept fresh: by live events, and by asking again while something is being compared. */
export const useBoard = (session: string) => {
  const cache = useQueryClient();
  const query = useQuery({
    queryKey: boardKey(session),
    queryFn: () => ask(board, 'GET', `/sessions/${session}`),
    refetchInterval: ({ state }) => (isWorking(state.data) ? 1_000 : false),
  });
  useEffect(() => {
    const abort = new AbortController();
    const askAgain = () => void cache.invalidateQueries({ queryKey: boardKey(session) });
    const onEvent = (line: unknown) => {
      const { data: event } = sessionEvent.safeParse(line);
      const known = cache.getQueryData<Board>(boardKey(session))?.reviewVersion;
      // The answer to an own change has come before word of it.
      if (event?.kind !== 'review' || event.version !== known) askAgain();
    };
    const follow = async () => {
      while (!abort.signal.aborted) {
        await listen(`/sessions/${session}/events`, onEvent, abort.signal).catch(() => {});
        await pause(againAfterMs, abort.signal);
        // What was told meanwhile was not heard.
        if (!abort.signal.aborted) askAgain();
      }
    };
    void follow();
    return () => abort.abort();
  }, [cache, session]);
  return query;
};

/** Every change of a review answers the board after it. Changes go one after another: an undo never overtakes what it undoes. */
export const useBoardChange = (session: string) => {
  const cache = useQueryClient();
  const queryKey = boardKey(session);
  return useMutation({
    scope: { id: `board ${session}` },
    mutationFn: ({ method, path, body }: { method: string; path: string; body?: object }) =>
      ask(board, method, `/sessions/${session}${path}`, body),
    onSuccess: async (after) => {
      // A read that began before the change must not be taken for what stands after it; nor may what it brings be lost.
      const wasReading = cache.isFetching({ queryKey }) > 0;
      await cache.cancelQueries({ queryKey });
      cache.setQueryData(queryKey, after);
      if (wasReading) void cache.invalidateQueries({ queryKey });
      void cache.invalidateQueries({ queryKey: ['course'] });
    },
    onError: () => void cache.invalidateQueries({ queryKey }),
  });
};

/**
 * What somebody else has just changed on this board, in words, until `seen` is called. Boards that came as an answer to
 * an own change are not news.
 */
export const useNews = (now: Board, own: Board | undefined, isChanging: boolean) => {
  const before = useRef(now);
  const [news, setNews] = useState<string | null>(null);
  useEffect(() => {
    const last = before.current;
    if (last === now || isChanging) return;
    before.current = now;
    if (now.reviewVersion === own?.reviewVersion || now.reviewVersion === last.reviewVersion) return;
    const words = differenceInWords(last, now);
    if (words !== null) setNews(words);
  }, [now, own, isChanging]);
  return { news, seen: () => setNews(null) };
};
