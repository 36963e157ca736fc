/** A time zone as the IANA calls it; null for what is none ("99": Moodle's word for the server's own). */
export const knownTimeZone = (name: string | null): string | null => {
  try {
    return name === null ? null : new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
};
