import { MusterError } from '../../core/errors.ts';
import type { RegistrationId } from '../../core/ids.ts';
import { nextLink, parseJson, statusError } from './http.ts';
import type { AuthorisedCalls } from './token.ts';

export interface PagedRead {
  readonly port: 'roster' | 'gradebook';
  readonly url: string;
  readonly scope: string;
  /** Exactly one type: Moodle matches the Accept header letter by letter. */
  readonly accept: string;
}

const maxPages = 400;
/** Over all pages of one read: 20 000 members of a kilobyte each are a third of it. */
const maxBytes = 67_108_864;

/**
 * Every page of a list, or an error: a part is never handed out as the whole. The bearer follows a `next` only on the
 * origin of the first page; a link that comes back to a page already read, never ends, or pages of more than 64 MiB, are errors.
 * @throws MusterError UNAVAILABLE, THROTTLED, DENIED, RESPONSE_INVALID
 */
export const readPages = async <T>(
  calls: AuthorisedCalls,
  registration: RegistrationId,
  { port, url: first, scope, accept }: PagedRead,
  itemsOf: (page: unknown) => readonly T[] | null,
  maxItems: number,
): Promise<T[]> => {
  const invalid = (operation: string) => new MusterError('RESPONSE_INVALID', { port, operation });
  const items: T[] = [];
  const visited = new Set<string>();
  let bytes = 0;
  let url: string | null = first;
  while (url !== null) {
    if (visited.has(url) || visited.size >= maxPages) throw invalid('paging');
    visited.add(url);
    const answer = await calls.call(registration, [scope], url, { headers: { Accept: accept }, list: true });
    if (answer.status !== 200) throw statusError(answer, 'list');
    bytes += Buffer.byteLength(answer.body);
    if (bytes > maxBytes) throw invalid('bytes');
    const page = itemsOf(parseJson(answer, 'list'));
    if (page === null) throw invalid('list');
    items.push(...page);
    if (items.length > maxItems) throw invalid('size');
    const next = nextLink(answer.headers);
    if (next !== null && !URL.canParse(next, url)) throw invalid('next');
    url = next === null ? null : new URL(next, url).href;
    if (url !== null && new URL(url).origin !== new URL(first).origin) throw invalid('next_origin');
  }
  return items;
};
