import { useQuery } from '@tanstack/react-query';
import { me } from '../lti-server/http/api-schema/me.ts';
import { ask } from './api/client.ts';

/** Who is here. */
export const useMe = () => useQuery({ queryKey: ['me'], queryFn: () => ask(me, 'GET', '/me'), staleTime: 60_000 });
