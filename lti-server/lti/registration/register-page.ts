import type { MusterError } from '../../../core/errors.ts';
import type { Invitation, OfferedPlatform, RegistrationAttempt } from '../../../core/lti/invitation.ts';
import type { Product, Registration } from '../../../core/lti/registration.ts';
import { escapeHtml } from '../refusal-page.ts';
import { canvasPrivacyLevel, customParameters, type Placement, placements } from './placements.ts';
import { nextSteps, sentenceOf } from './register-words.ts';
import { scopesFor } from './tool-registration.ts';
import type { ToolUrls } from './tool-urls.ts';

/** The pages of dynamic registration: plain HTML, so that they work in any frame. Everything a platform said is escaped. */
const page = (title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title>
<link rel="icon" href="/icon.svg"><link rel="stylesheet" href="/lti/register/page.css"><script type="module" src="/lti/register/page.js"></script></head>
<body><main><h1>${escapeHtml(title)}</h1>${body}</main></body></html>`;

const closeButton = '<p><button type="button" id="close">Close</button></p>';

const products: Readonly<Record<Product, string>> = { canvas: 'Canvas', moodle: 'Moodle', other: 'Another LMS' };

const row = (name: string, values: readonly string[]): string =>
  `<tr><th scope="row">${escapeHtml(name)}</th><td>${values.map(escapeHtml).join('<br>')}</td></tr>`;

const scopeWords: Readonly<Record<string, string>> = {
  'contextmembership.readonly': 'read who is in a course',
  lineitem: 'make and change its own column in the gradebook',
  'lineitem.readonly': 'see its column in the gradebook',
  score: 'send scores to its column',
  'result.readonly': 'read back what its column holds',
};

const scopeRow = (scope: string): string => scopeWords[scope.split('/').at(-1) ?? ''] ?? scope;

const nameOf = ({ name, issuer }: OfferedPlatform): string => name ?? new URL(issuer).host;

const platformRows = (platform: OfferedPlatform): string => {
  const { product, productVersion, issuer } = platform;
  const version = productVersion === null ? '' : ` (${productVersion})`;
  return [
    row('Name', [nameOf(platform)]),
    row('Product', [`${products[product]}${version}`]),
    row('Issuer', [issuer]),
  ].join('');
};

const placementWords: Readonly<Record<Placement['placement'], string>> = {
  course_navigation: 'the course’s menu, once a teacher puts it there',
  account_navigation: 'the account’s menu, for administrators',
  assignment_selection: 'assignments of the type external tool',
  link_selection: 'items of a module',
};

const toolRows = (platform: OfferedPlatform, urls: ToolUrls): string =>
  [
    row('Login initiation', [urls.login]),
    row('Redirect and launch', [urls.launch]),
    row('Key set', [urls.keys]),
    row('Muster may', scopesFor(platform).map(scopeRow)),
    ...(platform.product === 'canvas'
      ? [
          row(
            'Placements',
            placements.map(({ placement }) => placementWords[placement]),
          ),
          row('Privacy level', [
            `${canvasPrivacyLevel}: Canvas sends names, and neither e-mail addresses nor pictures`,
          ]),
        ]
      : [
          row('Personal data', [
            'Names are sent, so that teachers know whom they mark. E-mail addresses are not asked for.',
          ]),
        ]),
    row(
      'Custom parameters',
      Object.entries(customParameters(platform.product)).map(([name, value]) => `${name}=${value}`),
    ),
  ].join('');

/** What will be registered, and the two things to choose. `secret` is the attempt's; the platform's token is not here. */
export const offerPage = (
  { platform }: RegistrationAttempt,
  { name }: Invitation,
  urls: ToolUrls,
  secret: string,
): string =>
  page(
    'Register Muster with this LMS',
    `<p>Nothing is registered yet. Look at what your LMS and Muster will know of each other, then press <em>Register</em>.</p>
<h2>Your LMS</h2><table>${platformRows(platform)}</table>
<h2>Muster</h2><table>${toolRows(platform, urls)}</table>
<form method="post" action="/lti/register">
<input type="hidden" name="attempt" value="${escapeHtml(secret)}">
<p><label for="name">Name of this LMS on Muster’s admin page</label>
<input id="name" name="name" required maxlength="100" value="${escapeHtml((name ?? nameOf(platform)).slice(0, 100))}"></p>
<fieldset><legend>When Muster is opened from a place in this LMS for the first time</legend>
<label><input type="radio" name="deploymentPolicy" value="approve" checked> somebody approves it on Muster’s admin page</label>
<label><input type="radio" name="deploymentPolicy" value="trust-first-use"> trust it at once</label></fieldset>
<p>Recognition of faces stays off until it is switched on for this LMS.</p>
<p><button type="submit">Register</button></p></form>`,
  );

export const registeredPage = ({ name, product, deployments }: Registration): string =>
  page(
    'Muster is registered',
    `<p>${escapeHtml(name)} and Muster know each other now. What is left to do:</p>
<ol>${nextSteps(product, deployments.length > 0)
      .map((step) => `<li>${escapeHtml(step)}</li>`)
      .join('')}</ol>${closeButton}`,
  );

/** Opened in a browser instead of being given to an LMS. */
export const invitationPage = (link: string): string =>
  page(
    'A registration link for your LMS',
    `<p>This link is meant for your LMS, not for a browser. It serves once.</p>
<p><code>${escapeHtml(link)}</code></p>
<ul><li>Canvas: Admin, Apps, Manage, <em>Install a New App</em>, choose <em>Dynamic Registration</em>, paste the link.</li>
<li>Moodle: Site administration, Plugins, External tool, <em>Manage tools</em>, paste the link, press <em>Add LTI Advantage</em>.</li></ul>`,
  );

/** `words` are the platform's own. */
export const problemPage = (error: MusterError, reference: string, words: string): string =>
  page(
    'Muster could not be registered',
    `<p>${escapeHtml(sentenceOf(error))}</p>${words === '' ? '' : `<p>The LMS said:</p><blockquote>${escapeHtml(words)}</blockquote>`}
<p><small>Code ${escapeHtml(error.code)}, reference ${escapeHtml(reference)}</small></p>${closeButton}`,
  );

export const registerStyle = `body{font:1rem/1.5 system-ui,sans-serif;color:#273540;background:#fff;margin:0}main{max-width:44rem;margin:1.5rem auto;padding:0 1rem}h1{font-size:1.5rem}h2{font-size:1.15rem;margin:1.5rem 0 .5rem}table{width:100%;border-collapse:collapse}th,td{text-align:left;vertical-align:top;padding:.35rem .5rem;border-bottom:1px solid #d7dade;overflow-wrap:anywhere}th{width:30%;font-weight:600}small{color:#4a5b68}label{display:block;margin:.25rem 0}fieldset{border:1px solid #8d959f;border-radius:.25rem;margin:1rem 0;padding:.5rem 1rem}input[name=name]{box-sizing:border-box;width:100%;font:inherit;padding:.5rem;border:1px solid #6a7883;border-radius:.25rem}button{font:inherit;padding:.5rem 1rem;border:0;border-radius:.25rem;background:#0e68b3;color:#fff;cursor:pointer}:focus-visible{outline:3px solid #0e68b3;outline-offset:2px}code,blockquote{overflow-wrap:anywhere}@media(max-width:30rem){th,td{display:block;width:auto;padding-left:0}th{border:0;padding-bottom:0}}blockquote{margin:0;padding:.25rem 1rem;border-left:4px solid #d7dade}`;

/** LTI dynamic registration 1.0, section 3.6: the platform closes our frame or window. The message says nothing else. */
export const registerScript = `document.getElementById('close')?.addEventListener('click',()=>{(window.opener??window.parent).postMessage({subject:'org.imsglobal.lti.close'},'*')});`;
