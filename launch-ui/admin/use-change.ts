import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type Registration, registration } from '../../lti-server/http/api-schema/admin.ts';
import { ask } from '../api/client.ts';

/** One change of a registration; the page shows what came back. */
export interface Change {
  readonly method: 'PUT' | 'PATCH';
  readonly below: '' | '/state' | '/faces' | '/policy' | '/deployments';
  readonly body: object;
}

export const useChange = (id: string) => {
  const cache = useQueryClient();
  return useMutation<Registration, Error, Change>({
    mutationFn: ({ method, below, body }) => ask(registration, method, `/admin/registrations/${id}${below}`, body),
    onSuccess: (after) => {
      cache.setQueryData(['admin', 'registration', id], after);
      void cache.invalidateQueries({ queryKey: ['admin', 'registrations'] });
    },
  });
};
