import type { MusterError } from '../../core/errors.ts';

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (letter) => escapes[letter] ?? letter);

/** What the person can do about it, by code. */
const sentences: Readonly<Partial<Record<string, string>>> = {
  LAUNCH_REGISTRATION_UNKNOWN:
    'This address is not one that Muster knows. Ask your administrator to check the tool’s settings.',
  LAUNCH_REGISTRATION_DISABLED: 'Muster has been switched off for this site. Ask your administrator.',
  LAUNCH_DEPLOYMENT_PENDING: 'Muster is installed here but not approved yet. Ask your administrator to approve it.',
  LAUNCH_DEPLOYMENT_DISABLED: 'Muster has been switched off here. Ask your administrator.',
  LAUNCH_ROLE_NOT_ALLOWED: 'Only teachers can place Muster in a course.',
  LAUNCH_STATE_UNKNOWN:
    'This link was used before, or it has been open for too long. Open Muster again from your course.',
  LAUNCH_STATE_NOT_BOUND:
    'Your browser did not send back what Muster gave it. Allow cookies for this page, or open Muster again from your course.',
  LAUNCH_TIME_INVALID: 'This link is too old, or a clock is wrong. Open Muster again from your course.',
  LAUNCH_PLATFORM_ERROR: 'Your learning platform did not let you in. Sign in there and open Muster again.',
  TOO_MANY_REQUESTS: 'Too many people are opening Muster at once. Try again in a minute.',
};
const otherwise =
  'Muster could not be opened. Open it again from your course; if it happens again, tell your administrator the reference below.';

const codeOf = ({ code, details: { reason } }: MusterError) => (reason === undefined ? code : `${code} (${reason})`);

/** A plain page: nothing of the request is shown but our own reference. */
export const refusalPage = (error: MusterError, reference: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Muster could not be opened</title>
<link rel="stylesheet" href="/refusal.css"></head>
<body><main><h1>Muster could not be opened</h1><p>${escapeHtml(sentences[error.code] ?? otherwise)}</p>
<p><small>Code ${escapeHtml(codeOf(error))}, reference ${escapeHtml(reference)}</small></p></main></body></html>`;

export const refusalStyle =
  'body{font:1rem/1.5 system-ui,sans-serif;color:#273540;background:#fff;margin:0}main{max-width:36rem;margin:3rem auto;padding:0 1rem}h1{font-size:1.5rem}small{color:#4a5b68}';
