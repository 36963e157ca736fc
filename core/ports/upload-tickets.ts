import type { RegistrationId, UploadTicketId } from '../ids.ts';

/** Leave to upload one picture: single use, minutes of life. Locally a route of the tool, in production S3's own. */
export interface UploadTicket {
  readonly id: UploadTicketId;
  readonly registration: RegistrationId;
  /** What the upload is for, as a work key: course, session and capture. */
  readonly key: string;
  readonly maxBytes: number;
  readonly expiresAt: string;
}

export interface UploadTicketStore {
  put(ticket: UploadTicket): Promise<void>;
  /** Looks without taking it away. Null when used, unknown or expired. */
  find(id: UploadTicketId, now: string): Promise<UploadTicket | null>;
  /** Takes it away, atomically. Null when used, unknown or expired. */
  consume(id: UploadTicketId, now: string): Promise<UploadTicket | null>;
}
