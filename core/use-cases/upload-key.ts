import { asId, type CaptureId, type CourseId, type SessionId, type UploadTicketId } from '../ids.ts';
import type { UploadTicket } from '../ports/upload-tickets.ts';

/** Where pictures lie that came to the bucket itself, until they are taken in. */
export const uploadFolder = (course: CourseId, session: SessionId, capture?: CaptureId): string =>
  `uploads/${course}/${session}/${capture === undefined ? '' : `${capture}/`}`;

export const uploadKey = ({ id, key }: Pick<UploadTicket, 'id' | 'key'>): string => `uploads/${key}/${id}`;

export interface UploadParts {
  readonly course: CourseId;
  readonly session: SessionId;
  readonly capture: CaptureId;
  readonly ticket: UploadTicketId;
}

const segment = '([A-Za-z0-9_-]{1,80})';
const pattern = new RegExp(`^uploads/${segment}/${segment}/${segment}/${segment}$`);

/** What a key says of itself, for the ticket to confirm; null for one that is no upload's. */
export const uploadParts = (key: string): UploadParts | null => {
  const [, course, session, capture, ticket] = pattern.exec(key) ?? [];
  if (course === undefined || session === undefined || capture === undefined || ticket === undefined) return null;
  return { course: asId(course), session: asId(session), capture: asId(capture), ticket: asId(ticket) };
};
