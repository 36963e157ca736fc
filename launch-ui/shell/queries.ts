import { notifyManager, QueryClient } from '@tanstack/react-query';
import { ApiProblem } from '../api/client.ts';

// What a key or a tap changes in the cache is drawn in the very frame of the key or the tap, not in the one after it.
notifyManager.setScheduler(queueMicrotask);

/** Asks again by itself only when nobody answered, or the server said to come back. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      refetchOnWindowFocus: true,
      retry: (failures, error) =>
        failures < 2 && error instanceof ApiProblem && (error.status === 503 || error.code === 'OFFLINE'),
    },
  },
});
