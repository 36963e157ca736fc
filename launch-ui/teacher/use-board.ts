import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { type Board, board } from '../../lti-server/http/api-schema/board.ts';
import { ask, listen } from '../api/client.ts';
import { foresee } from './board-foresight.ts';
import type { Change } from './undo-stack.ts';

const boardKey = (session: string) => ['board', session];

const isWorking = (data: Board | undefined) =>
  data?.session.state === 'confirming' ||
  (data?.captures.some(({ state }) => state === 'stored' || state === 'identifying') ?? false);

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
    const changed = () => void cache.invalidateQueries({ queryKey: boardKey(session) });
    listen(`/sessions/${session}/events`, changed, abort.signal).catch(() => {});
    return () => abort.abort();
  }, [cache, session]);
  return query;
};

interface BoardRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  /** What is shown until the answer comes. */
  readonly foreseen?: Change;
}

/** Every change of a review answers the board after it. */
export const useBoardChange = (session: string) => {
  const cache = useQueryClient();
  const mutationKey = boardKey(session);
  return useMutation({
    mutationKey,
    // One after another: the answer to an earlier change never covers that to a later one.
    scope: { id: mutationKey.join(' ') },
    mutationFn: ({ method, path, body }: BoardRequest) => ask(board, method, `/sessions/${session}${path}`, body),
    onMutate: async ({ foreseen }) => {
      if (foreseen === undefined) return;
      await cache.cancelQueries({ queryKey: boardKey(session) });
      cache.setQueryData<Board>(boardKey(session), (before) => before && foresee(before, foreseen));
    },
    onSuccess: (after) => {
      // Of several on their way the last one's answer has them all.
      if (cache.isMutating({ mutationKey }) > 1) return;
      cache.setQueryData(boardKey(session), after);
      void cache.invalidateQueries({ queryKey: ['course'] });
    },
    onError: () => void cache.invalidateQueries({ queryKey: boardKey(session) }),
  });
};
