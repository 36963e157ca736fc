import { useQuery } from '@tanstack/react-query';
import { me } from '../../lti-server/http/api-schema/me.ts';
import { ask } from './client.ts';

export const meKey = ['me'];

export const useMe = () => useQuery({ queryKey: meKey, queryFn: () => ask(me, 'GET', '/me'), staleTime: 60_000 });

/** Whether the person may do it here (core/rights.ts): what they may not do, no page offers. */
export const useMay = (verb: string): boolean => useMe().data?.verbs.includes(verb) ?? false;
