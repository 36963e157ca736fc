import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { z } from 'zod';
import { type Board, board, sessionEvent } from '../../lti-server/http/api-schema/board.ts';
import type { CheckInView } from '../../lti-server/http/api-schema/check-in.ts';
import { ask } from '../api/client.ts';
import { useLive } from '../api/live.ts';
import { foresee, withCheckIn } from './board-foresight.ts';
import { differenceInWords, pausedInWords } from './board-words.ts';
import type { Change } from './undo-stack.ts';

export const boardKey = (session: string) => ['board', session];
export const checkInKey = (session: string) => ['check-in', session];

/** The newest that the server has told of: the version of the review, and the state of the session. */
interface Told {
  readonly version?: number;
  readonly state?: string;
}
const toldKey = (session: string) => ['board-told', session];

/** By member: who has been told of as checked in. */
type ToldCheckIns = Readonly<Record<string, CheckInView>>;
const toldCheckInsKey = (session: string) => ['board-told-check-ins', session];

/** Whether something stands at the server that this board does not show. With its confirmation a review has ended. */
const isBehind = (shown: Board | undefined, { version = 0, state }: Told): boolean =>
  shown === undefined ||
  (state !== undefined && state !== shown.session.state) ||
  (shown.session.state === 'open' && version > shown.reviewVersion);

/**
 * With everybody of whom was told that they checked in: an answer that was on its way then does not have them yet. To ask again
 * for each of them would read the whole board as often as a hall of five hundred comes in.
 */
const withTold = (cache: QueryClient, session: string, read: Board): Board => {
  const told = cache.getQueryData<ToldCheckIns>(toldCheckInsKey(session)) ?? {};
  return Object.entries(told).reduce((shown, [member, checkIn]) => withCheckIn(shown, member, checkIn), read);
};

type CheckInEvent = Extract<z.infer<typeof sessionEvent>, { readonly kind: 'check-in' }>;

/** Each check-in is told as it comes, and each picture compared. A line that was lost is made up for, and the end is noticed. */
const whileWaitingMs = 15_000;

const isWorking = (data: Board | undefined) => data?.session.state === 'confirming' || (data?.open.captures ?? 0) > 0;

const isWaiting = (data: Board | undefined) =>
  data !== undefined && (data.checkInClosesAt !== null || pausedInWords(data) !== null);

/** The board of a session, kept fresh: by live events, and by asking again while something is being compared. */
export const useBoard = (session: string) => {
  const cache = useQueryClient();
  const query = useQuery({
    queryKey: boardKey(session),
    queryFn: async () => withTold(cache, session, await ask(board, 'GET', `/sessions/${session}`)),
    refetchInterval: ({ state: { data } }) => {
      if (isWorking(data)) return 1_000;
      return isWaiting(data) && whileWaitingMs;
    },
  });
  const askAgain = () => void cache.invalidateQueries({ queryKey: boardKey(session) });
  const onCheckIn = ({ member, at, status }: CheckInEvent) => {
    cache.setQueryData<ToldCheckIns>(toldCheckInsKey(session), (before) => ({ ...before, [member]: { at, status } }));
    cache.setQueryData<Board>(boardKey(session), (shown) => shown && withCheckIn(shown, member, { at, status }));
  };
  const onEvent = (line: unknown) => {
    const { data: event } = sessionEvent.safeParse(line);
    if (event?.kind === 'check-in') return onCheckIn(event);
    if (event?.kind === 'check-in-period') void cache.invalidateQueries({ queryKey: checkInKey(session) });
    if (event?.kind !== 'review' && event?.kind !== 'session') return askAgain();
    const news: Told = event.kind === 'review' ? { version: event.version } : { state: event.state };
    // Once opened again, a session has another review, whose versions begin anew.
    cache.setQueryData<Told>(toldKey(session), (before) => (event.kind === 'review' ? { ...before, ...news } : news));
    // An own change answers the board after it: that may have come before word of it, or is on its way.
    const shown = cache.getQueryData<Board>(boardKey(session));
    if (isBehind(shown, news) && cache.isMutating({ mutationKey: boardKey(session) }) === 0) askAgain();
  };
  const onAgain = () => {
    askAgain();
    void cache.invalidateQueries({ queryKey: checkInKey(session) });
  };
  useLive(session, { onEvent, onAgain });
  return query;
};

interface BoardRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  /** What is shown until the answer comes. */
  readonly foreseen?: Change;
}

/**
 * Every change of a review answers the board after it. Changes go one after another: an undo never overtakes what it
 * undoes, and the answer to an earlier change never covers that to a later one.
 */
export const useBoardChange = (session: string) => {
  const cache = useQueryClient();
  const queryKey = boardKey(session);
  return useMutation({
    mutationKey: queryKey,
    scope: { id: queryKey.join(' ') },
    mutationFn: ({ method, path, body }: BoardRequest) => ask(board, method, `/sessions/${session}${path}`, body),
    onMutate: async ({ foreseen }) => {
      if (foreseen === undefined) return;
      await cache.cancelQueries({ queryKey });
      cache.setQueryData<Board>(queryKey, (before) => before && foresee(before, foreseen));
    },
    onSuccess: async (after) => {
      // A read that began before the change must not be taken for what stands after it; nor may what it brings be lost.
      const wasReading = cache.isFetching({ queryKey }) > 0;
      await cache.cancelQueries({ queryKey });
      // Of several on their way the last one's answer has them all.
      if (cache.isMutating({ mutationKey: queryKey }) > 1) return;
      cache.setQueryData(queryKey, withTold(cache, session, after));
      const told = cache.getQueryData<Told>(toldKey(session)) ?? {};
      if (wasReading || isBehind(after, told)) void cache.invalidateQueries({ queryKey });
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
