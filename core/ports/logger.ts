/** Lines for the operator: fields first, then what happened. No names, tokens, pictures or other personal data in either. */
export interface Logger {
  error(fields: object, happened: string): void;
  warn(fields: object, happened: string): void;
  info(fields: object, happened: string): void;
  debug(fields: object, happened: string): void;
}
