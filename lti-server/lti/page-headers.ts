import type { Launch } from '../../core/lti/launch.ts';
import type { Registration } from '../../core/lti/registration.ts';

const originsOf = (urls: readonly (string | null)[]): string[] => [
  ...new Set(urls.flatMap((url) => (url !== null && URL.canParse(url) ? [new URL(url).origin] : []))),
];

/**
 * Of the page that a launch opens. It may be framed by the platform it came from alone; a person who places content posts
 * their choice to the platform, so its forms may go there.
 */
export const appPageHeaders = (
  { issuer, authUrl }: Registration,
  { returnUrl, deepLinking }: Launch,
): Readonly<Record<string, string>> => {
  const framedBy = ["'self'", ...originsOf([issuer, authUrl, returnUrl, deepLinking?.returnUrl ?? null])];
  const formsTo = ["'self'", ...(deepLinking === null ? [] : originsOf([deepLinking.returnUrl]))];
  return {
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'Permissions-Policy': 'camera=(self)',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': `default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; form-action ${formsTo.join(' ')}; frame-ancestors ${framedBy.join(' ')}`,
  };
};
