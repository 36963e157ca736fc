import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type OpenCheckInRequest, type ShownCode, shownCode } from '../../lti-server/http/api-schema/check-in.ts';
import { ask } from '../api/client.ts';
import { boardKey, checkInKey } from './use-board.ts';

/** A code that is asked for as it changes is the old one: the answer would count its last milliseconds. */
const marginMs = 200;
/** A colleague may have closed it, and the line that tells so may be down: a dead code must not stand there for hours. */
const longestMs = 15_000;

/** The code of a session, asked for again whenever another one is due. */
export const useShownCode = (session: string) =>
  useQuery({
    queryKey: checkInKey(session),
    queryFn: () => ask(shownCode, 'GET', `/sessions/${session}/check-in`),
    refetchInterval: ({ state: { data } }) =>
      data?.open == null ? false : Math.min(data.open.changesInMs + marginMs, longestMs),
    staleTime: 0,
  });

export type CheckInChange =
  | { readonly kind: 'open'; readonly wanted: OpenCheckInRequest }
  | { readonly kind: 'prolong'; readonly moreMinutes: number }
  | { readonly kind: 'close' };

const send = (session: string, change: CheckInChange): Promise<ShownCode> => {
  const path = `/sessions/${session}/check-in`;
  switch (change.kind) {
    case 'open':
      return ask(shownCode, 'POST', path, change.wanted);
    case 'prolong':
      return ask(shownCode, 'PUT', `${path}/end`, { moreMinutes: change.moreMinutes });
    case 'close':
      return ask(shownCode, 'DELETE', path);
  }
};

export const useCheckInChange = (session: string) => {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (change: CheckInChange) => send(session, change),
    onSuccess: (after) => cache.setQueryData(checkInKey(session), after),
    onSettled: () => {
      void cache.invalidateQueries({ queryKey: checkInKey(session) });
      void cache.invalidateQueries({ queryKey: boardKey(session) });
    },
  });
};

const secondsUntil = (deadline: number) => Math.max(0, Math.ceil((deadline - Date.now()) / 1000));

/** Counts down to a moment of this device's clock, in milliseconds since 1970; 0 once it has come. */
export const useSecondsLeft = (deadline: number): number => {
  const [left, setLeft] = useState(() => secondsUntil(deadline));
  useEffect(() => {
    const tick = () => setLeft(secondsUntil(deadline));
    tick();
    const timer = window.setInterval(tick, 250);
    return () => window.clearInterval(timer);
  }, [deadline]);
  return left;
};
