import { z } from 'zod';
import type { WantedColumn } from '../../core/attendance/grade-column.ts';
import { MusterError } from '../../core/errors.ts';
import type { RegistrationId } from '../../core/ids.ts';
import type { GradeService } from '../../core/lti/launch.ts';
import type { LineItem } from '../../core/ports/gradebook.ts';
import { parseJson, type ServiceAnswer, statusError } from './http.ts';
import { readPages } from './pages.ts';
import { idText, nameText } from './text.ts';
import type { AuthorisedCalls } from './token.ts';

/** LTI AGS 2.0, section 3.1. `lineitem` includes reading; Moodle's partial sync grants the second alone. */
export const lineItemScope = 'https://purl.imsglobal.org/spec/lti-ags/scope/lineitem';
const readScope = `${lineItemScope}.readonly`;
/** LTI AGS 2.0, section 3.2. */
const mediaType = 'application/vnd.ims.lis.v2.lineitem+json';
const listMediaType = 'application/vnd.ims.lis.v2.lineitemcontainer+json';
const maxItems = 5_000;
/** A line item's id is its URL: longer than other ids, and no longer than URLs are. */
const maxUrl = 2_048;

const schema = z.looseObject({
  id: z.string().max(maxUrl),
  label: nameText,
  scoreMaximum: z.number(),
  resourceId: idText.nullish(),
  tag: idText.nullish(),
});

export interface LineItems {
  /** By resource id and tag, over all pages; both are checked in the answer, for a platform may ignore the filters. */
  find(
    registration: RegistrationId,
    service: GradeService,
    wanted: Pick<WantedColumn, 'resourceId' | 'tag'>,
  ): Promise<LineItem | null>;
  /** Null when it is gone. */
  get(registration: RegistrationId, service: GradeService, url: string): Promise<LineItem | null>;
  /** @throws MusterError GRADEBOOK_UNAVAILABLE when the launch grants no right to make one */
  create(registration: RegistrationId, service: GradeService, wanted: WantedColumn): Promise<LineItem>;
  /** The whole object goes, as PUT says: what is left out would be removed. */
  update(registration: RegistrationId, item: LineItem): Promise<LineItem>;
  /** One that is gone already counts as removed. */
  remove(registration: RegistrationId, url: string): Promise<void>;
}

const toLineItem = (value: unknown): LineItem | null => {
  const { success, data } = schema.safeParse(value);
  if (!success) return null;
  const { id, label, scoreMaximum, resourceId, tag } = data;
  return { id, label, scoreMaximum, resourceId: resourceId ?? null, tag: tag ?? null };
};

const fromAnswer = (answer: ServiceAnswer, operation: string): LineItem => {
  const item = toLineItem(parseJson(answer, operation));
  if (item === null) throw new MusterError('RESPONSE_INVALID', { port: 'gradebook', operation });
  return item;
};

const readingScope = ({ scopes }: GradeService) => (scopes.includes(lineItemScope) ? lineItemScope : readScope);

/** LTI AGS 2.0, section 3.2: a line item's URL is its id. */
export const agsLineItems = (calls: AuthorisedCalls): LineItems => ({
  async find(registration, service, { resourceId, tag }) {
    if (service.lineItemsUrl === null) throw new MusterError('GRADEBOOK_UNAVAILABLE');
    const search = new URL(service.lineItemsUrl);
    search.searchParams.set('resource_id', resourceId);
    search.searchParams.set('tag', tag);
    const listed = await readPages(
      calls,
      registration,
      { port: 'gradebook', url: search.href, scope: readingScope(service), accept: listMediaType },
      (page) => (Array.isArray(page) ? page.map(toLineItem) : null),
      maxItems,
    );
    return listed.find((item) => item?.resourceId === resourceId && item.tag === tag) ?? null;
  },
  async get(registration, service, url) {
    const answer = await calls.call(registration, [readingScope(service)], url, { headers: { Accept: mediaType } });
    if (answer.status === 404) return null;
    if (answer.status !== 200) throw statusError(answer, 'line_item');
    return fromAnswer(answer, 'line_item');
  },
  async create(registration, service, { label, scoreMaximum, resourceId, tag, endDateTime }) {
    if (service.lineItemsUrl === null || !service.scopes.includes(lineItemScope)) {
      throw new MusterError('GRADEBOOK_UNAVAILABLE');
    }
    const answer = await calls.call(registration, [lineItemScope], service.lineItemsUrl, {
      method: 'POST',
      headers: { 'Content-Type': mediaType, Accept: mediaType },
      body: JSON.stringify({ label, scoreMaximum, resourceId, tag, endDateTime }),
    });
    if (answer.status !== 200 && answer.status !== 201) throw statusError(answer, 'create');
    return fromAnswer(answer, 'create');
  },
  async update(registration, { id, label, scoreMaximum, resourceId, tag }) {
    const answer = await calls.call(registration, [lineItemScope], id, {
      method: 'PUT',
      headers: { 'Content-Type': mediaType, Accept: mediaType },
      body: JSON.stringify({
        id,
        label,
        scoreMaximum,
        ...(resourceId === null ? {} : { resourceId }),
        ...(tag === null ? {} : { tag }),
      }),
    });
    if (answer.status !== 200) throw statusError(answer, 'update');
    return fromAnswer(answer, 'update');
  },
  async remove(registration, url) {
    const answer = await calls.call(registration, [lineItemScope], url, { method: 'DELETE' });
    if (answer.status !== 404 && (answer.status < 200 || answer.status > 299)) throw statusError(answer, 'remove');
  },
});
