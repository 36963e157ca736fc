import { notifyManager, onlineManager, QueryClient } from '@tanstack/react-query';
import { ApiProblem } from '../api/client.ts';

// What a key or a tap changes in the cache is drawn in the very frame of the key or the tap, not in the one after it.
notifyManager.setScheduler(queueMicrotask);

/** Asking again helps when a service is busy or a line broke; without a network it only keeps the person waiting. */
const mayHelp = (error: Error) =>
  error instanceof ApiProblem && (error.status === 503 || (error.code === 'OFFLINE' && onlineManager.isOnline()));

/** Always, also without a network: what cannot be sent now is said now, and never goes by itself later. */
const networkMode = 'always';

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode,
      staleTime: 5_000,
      refetchOnWindowFocus: true,
      refetchOnReconnect: true,
      retry: (failures, error) => failures < 2 && mayHelp(error),
    },
    mutations: { networkMode },
  },
});
