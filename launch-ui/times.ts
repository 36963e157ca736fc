/** Times in the course's zone and the reader's own language. */
const locale = (): string | undefined => (typeof navigator === 'undefined' ? undefined : navigator.language);

const format = (iso: string, timeZone: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(locale(), { timeZone, ...options }).format(new Date(iso));

export const dayAndTime = (iso: string, timeZone: string): string =>
  format(iso, timeZone, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

export const day = (iso: string, timeZone: string): string =>
  format(iso, timeZone, { day: 'numeric', month: 'long', year: 'numeric' });

export const time = (iso: string, timeZone: string): string =>
  format(iso, timeZone, { hour: '2-digit', minute: '2-digit' });

/** Of a `datetime-local` field, which knows no zone: the moment it means in the course's. */
export const momentIn = (local: string, timeZone: string): string => {
  const asUtc = Date.parse(`${local}Z`);
  const offsetAt = (moment: number): number => {
    const parts = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      dateStyle: 'short',
      timeStyle: 'medium',
      hourCycle: 'h23',
    }).formatToParts(moment);
    const get = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
    return Date.UTC(get('year'), get('month') - 1, get('day'), get('hour'), get('minute'), get('second')) - moment;
  };
  const first = asUtc - offsetAt(asUtc);
  return new Date(asUtc - offsetAt(first)).toISOString();
};
