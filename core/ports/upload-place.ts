import type { UploadTicket } from './upload-tickets.ts';

/** Where a browser sends a picture itself, as one multipart/form-data POST: these fields first, then `file`. */
export interface UploadForm {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** The place that upload tickets lead to: a route of the tool on one machine, the bucket itself in production. */
export interface UploadPlace {
  /** Good for one picture of at most `ticket.maxBytes` bytes until `ticket.expiresAt`, and for nothing else. */
  formFor(ticket: UploadTicket): Promise<UploadForm>;
}
