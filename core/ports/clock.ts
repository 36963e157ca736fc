export interface Clock {
  /** ISO 8601, UTC, milliseconds. */
  now(): string;
}
