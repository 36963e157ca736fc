import type { Launch } from '../../core/lti/launch.ts';
import type { Registration } from '../../core/lti/registration.ts';

const originsOf = (urls: readonly (string | null)[]): string[] => [
  ...new Set(urls.flatMap((url) => (url !== null && URL.canParse(url) ? [new URL(url).origin] : []))),
];

/** Of the pages that a login passes through, before it is verified which platform frames them. */
export const stepPagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors https: http:";

/** Source lists of Content Security Policy 3, 2.3.1. */
interface Sources {
  readonly formsTo: string;
  readonly framedBy: string;
  /** Origins besides our own that its scripts talk to. */
  readonly connectsTo: readonly string[];
}

/** Of every page of the app. */
export const appHeaders = ({ formsTo, framedBy, connectsTo }: Sources): Readonly<Record<string, string>> => ({
  'Referrer-Policy': 'no-referrer',
  'Permissions-Policy': 'camera=(self)',
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': `default-src 'self'; connect-src ${["'self'", ...connectsTo].join(' ')}; img-src 'self' blob: data:; media-src 'self' blob:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; form-action ${formsTo}; frame-ancestors ${framedBy}`,
});

/** The platform that a launch came from: its registration's origins, and those that the verified launch itself names. */
export const framersOf = ({ issuer, authUrl }: Registration, { returnUrl, deepLinking }: Launch): string[] =>
  originsOf([issuer, authUrl, returnUrl, deepLinking?.returnUrl ?? null]);

/**
 * Of the page that a launch opens. It may be framed by the platform it came from alone; a person who places content posts
 * their choice to the platform, so its forms may go there.
 */
export const appPageHeaders = (
  registration: Registration,
  launch: Launch,
  connectsTo: readonly string[],
): Readonly<Record<string, string>> => {
  const { deepLinking } = launch;
  const framedBy = ["'self'", ...framersOf(registration, launch)];
  const formsTo = ["'self'", ...(deepLinking === null ? [] : originsOf([deepLinking.returnUrl]))];
  return {
    'Cache-Control': 'no-store',
    ...appHeaders({ formsTo: formsTo.join(' '), framedBy: framedBy.join(' '), connectsTo }),
  };
};
