/**
 * Every refusal has a code; callers branch on codes, never on messages. The list is shared with the UI, which
 * holds a sentence for each. Details carry ids and numbers only: no name, picture, template or token.
 */
export const errorCodes = {
  // LaunchError: 400 for the shape, 401 for signature, times and replay, 403 for deployment
  LAUNCH_REQUEST_INVALID: 400,
  LAUNCH_REGISTRATION_UNKNOWN: 404,
  LAUNCH_REGISTRATION_DISABLED: 403,
  LAUNCH_PLATFORM_ERROR: 400,
  LAUNCH_STATE_UNKNOWN: 401,
  LAUNCH_STATE_NOT_BOUND: 401,
  LAUNCH_TOKEN_INVALID: 401,
  LAUNCH_SIGNATURE_INVALID: 401,
  LAUNCH_KEY_UNKNOWN: 401,
  LAUNCH_TIME_INVALID: 401,
  LAUNCH_NONCE_INVALID: 401,
  LAUNCH_AUDIENCE_INVALID: 401,
  LAUNCH_CLAIM_INVALID: 400,
  LAUNCH_DEPLOYMENT_PENDING: 403,
  LAUNCH_DEPLOYMENT_DISABLED: 403,
  LAUNCH_ROLE_NOT_ALLOWED: 403,
  // PermissionError
  SESSION_EXPIRED: 401,
  ROLE_NOT_ALLOWED: 403,
  CONTEXT_NOT_YOURS: 403,
  FACES_OFF: 403,
  // RequestError
  REQUEST_INVALID: 400,
  REQUEST_TOO_LARGE: 413,
  REQUEST_TYPE_UNSUPPORTED: 415,
  NOT_FOUND: 404,
  TOO_MANY_REQUESTS: 429,
  UPLOAD_EXPIRED: 410,
  // of the reports for other systems
  REPORT_KEY_INVALID: 401,
  REPORTS_OFF: 403,
  // RegistrationError
  REGISTRATION_EXISTS: 409,
  INVITATION_INVALID: 410,
  ATTEMPT_INVALID: 410,
  ADMIN_LINK_INVALID: 410,
  PLATFORM_INVALID: 422,
  DEPLOYMENTS_FULL: 409,
  POLICY_LINKS_MISSING: 409,
  PLATFORM_REFUSED: 502,
  // AttendanceError
  SESSION_NOT_OPEN: 409,
  SESSION_UNDECIDED: 409,
  MEMBER_NOT_ON_ROSTER: 409,
  RECORD_CHANGED: 409,
  CHECK_IN_CLOSED: 409,
  CHECK_IN_CODE_WRONG: 422,
  CHECK_IN_TRIES_SPENT: 409,
  CHECK_IN_NOT_ALLOWED: 403,
  SESSION_NOT_CONFIRMED: 409,
  DISPUTE_ANSWERED: 409,
  DISPUTE_NOT_ALLOWED: 403,
  SETTINGS_CHANGED: 409,
  TOO_MANY_CAPTURES: 409,
  UNDO_TOO_LATE: 409,
  ROSTER_SUSPICIOUS: 409,
  ROSTER_SLOW: 503,
  GRADEBOOK_UNAVAILABLE: 409,
  // ImageError: what bad pictures get
  IMAGE_TOO_LARGE: 413,
  IMAGE_TYPE_UNSUPPORTED: 415,
  IMAGE_UNREADABLE: 422,
  IMAGE_ANIMATED: 422,
  IMAGE_TOO_SMALL: 422,
  // BiometricError
  CONSENT_MISSING: 422,
  FACE_NOT_FOUND: 422,
  SEVERAL_FACES: 422,
  FACE_TOO_SMALL: 422,
  FACE_TOO_DARK: 422,
  FACE_TOO_BRIGHT: 422,
  FACE_TURNED: 422,
  FACE_BLURRED: 422,
  FACES_DIFFER: 422,
  ENROLMENT_NOT_ALLOWED: 403,
  // ConnectorError
  UNAVAILABLE: 503,
  THROTTLED: 503,
  DENIED: 502,
  RESPONSE_INVALID: 502,
  // anything unknown
  INTERNAL: 500,
} as const;

export type ErrorCode = keyof typeof errorCodes;

export type ErrorDetails = Readonly<Record<string, string | number | boolean>>;

/** A rule refused. `code` decides the HTTP status and the sentence that the person reads. */
export class MusterError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}, options?: { cause?: unknown }) {
    super(code, options);
    this.name = 'MusterError';
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return errorCodes[this.code];
  }

  get retryable(): boolean {
    return this.code === 'UNAVAILABLE' || this.code === 'THROTTLED' || this.code === 'TOO_MANY_REQUESTS';
  }
}

export const isMusterError = (error: unknown, code?: ErrorCode): error is MusterError =>
  error instanceof MusterError && (code === undefined || error.code === code);
