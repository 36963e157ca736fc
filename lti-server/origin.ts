/** https; http on this machine alone, by one of the names that it has there. */
export const isSafe = (
  { protocol, hostname }: URL,
  here: readonly string[] = ['localhost', '127.0.0.1', '[::1]'],
): boolean => protocol === 'https:' || (protocol === 'http:' && here.includes(hostname));

/** Safe, and neither path nor anything else behind the host. */
export const isSafeOrigin = (value: string, here?: readonly string[]): boolean => {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return isSafe(url, here) && url.href === `${url.origin}/`;
};
