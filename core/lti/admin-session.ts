/** A link by which an administrator of the tool signs in, once. The operator prints it; the store has its digest. */
export interface AdminLink {
  /** SHA-256 of the code in the link, base64url. */
  readonly digest: string;
  readonly expiresAt: string;
}

export const adminLinkMinutes = 15;

/** The sign-in of an administrator of the tool: an opaque bearer that opens no course. */
export interface AdminSession {
  /** SHA-256 of the bearer, base64url. */
  readonly digest: string;
  readonly startedAt: string;
  readonly expiresAt: string;
}

/** Absolute: it is not prolonged by use. */
export const adminSessionHours = 8;
