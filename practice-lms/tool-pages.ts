import { escapeHtml } from './html.ts';
import { storageTargetOf } from './launches.ts';
import { coursePage, layout } from './page-layout.ts';
import type { Person, PracticeCourse } from './people.ts';
import type { Platform } from './platform.ts';
import type { StoredLink } from './state.ts';
import type { Tool } from './tool.ts';

/** A tool in a frame, with the storage around it where the platform has one. The script stands before the frame it serves. */
const toolFrame = (platform: Platform, tool: Tool, title: string, src: string): string => {
  const allow = platform.profile.launch.frameAllow(new URL(tool.targetLinkUri).origin);
  const { lti_storage_target: target } = storageTargetOf(platform);
  const forwards = target !== undefined && target !== '_parent';
  // Whoever speaks to a frame that is not there yet is not heard: the tool comes after it.
  const source = `${forwards ? 'data-src' : 'src'}="${escapeHtml(src)}"`;
  const frame = `<iframe title="${escapeHtml(title)}" ${source} allow="${escapeHtml(allow)}"></iframe>`;
  if (target === undefined) return frame;
  const script = `<script src="/platform-storage.js" data-sso="${platform.sso}" data-frame="${forwards ? target : ''}"></script>`;
  const forwarding = forwards
    ? `<iframe name="${target}" title="Message forwarding" hidden src="${platform.sso}/${target}"></iframe>`
    : '';
  return script + forwarding + frame;
};

/** The tool's own place in a course. */
export const toolPage = (platform: Platform, person: Person, course: PracticeCourse): string =>
  coursePage(
    person,
    course,
    '',
    'Muster',
    `<h1>${escapeHtml(course.title)}</h1>${toolFrame(platform, platform.builtIn, 'Muster', `/launch/${course.id}`)}`,
  );

/** What a frame is opened for: a link of the course, another tool's place in it, or choosing content. */
export const framePage = (
  platform: Platform,
  person: Person,
  course: PracticeCourse,
  tool: Tool,
  title: string,
  src: string,
): string =>
  coursePage(
    person,
    course,
    '/content',
    title,
    `<h1>${escapeHtml(title)}</h1>${toolFrame(platform, tool, tool.name, src)}`,
  );

export const contentPage = (platform: Platform, person: Person, course: PracticeCourse): string => {
  const active = platform.tools().filter(({ state }) => state === 'active');
  const open = (query: string, text: string) =>
    `<li><a href="/courses/${course.id}/content/open?${query}">${escapeHtml(text)}</a></li>`;
  const links = platform.state.links
    .filter((link) => link.course === course.id)
    .map((link: StoredLink) => open(`link=${encodeURIComponent(link.id)}`, link.title));
  const others = active
    .filter(({ id }) => id !== platform.builtIn.id)
    .map(({ id, name }) => open(`tool=${encodeURIComponent(id)}`, name));
  const teaches = person.kind === 'teacher' || person.kind === 'ta';
  const choose = active
    .filter(({ deepLinkUri }) => teaches && deepLinkUri !== null)
    .map(
      ({ id, name }) =>
        `<form method="get" action="/courses/${course.id}/content/choose"><input type="hidden" name="tool" value="${escapeHtml(id)}"><button class="primary">Choose content with ${escapeHtml(name)}</button></form>`,
    );
  const list = links.length + others.length === 0 ? '<p>Nothing here yet.</p>' : '';
  return coursePage(
    person,
    course,
    '/content',
    'Content',
    `<h1>Content</h1>${list}<ul class="links">${[...links, ...others].join('')}</ul>${choose.join('')}`,
  );
};

const bare = (title: string, body: string) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)} · Practice LMS</title><link rel="stylesheet" href="/style.css"></head><body><main>${body}</main></body></html>`;

/** In the frame in which content was chosen. */
export const chosenPage = (course: PracticeCourse, count: number, message: string | null): string =>
  bare(
    'Content chosen',
    `<h1>${count === 1 ? 'One link was added.' : `${count} links were added.`}</h1>${message === null ? '' : `<p>The tool says: ${escapeHtml(message)}</p>`}<p><a href="/courses/${course.id}/content" target="_top">Back to the course's content</a></p>`,
  );

export const notChosenPage = (fault: string): string =>
  bare(
    'Nothing added',
    `<h1>Nothing was added.</h1><p>The tool's response is wrong: <code>${escapeHtml(fault)}</code>.</p>`,
  );

export const toolsPage = (platform: Platform, person: Person): string => {
  const entries = platform.tools().map(({ id, name, clientId, deploymentId, state, loginUrl }) => {
    const facts = Object.entries({ 'Client id': clientId, Deployment: deploymentId, 'Login URL': loginUrl }).map(
      ([term, value]) => `<dt>${term}</dt><dd><code>${escapeHtml(value)}</code></dd>`,
    );
    const activate =
      state === 'pending'
        ? `<form method="post" action="/admin/tools/${encodeURIComponent(id)}/activate"><button>Activate</button></form>`
        : '';
    return `<li><h2>${escapeHtml(name)}</h2><dl><dt>State</dt><dd>${state}</dd>${facts.join('')}</dl>${activate}</li>`;
  });
  return layout(
    'Tools',
    person,
    `<main><h1>Tools</h1><ul class="tools">${entries.join('')}</ul><h2>Register another</h2><form method="post" action="/admin/tools/register"><label>The tool's registration URL<input name="url" type="url" required></label><button class="primary">Register</button></form></main>`,
  );
};

/** The tool's registration page in a frame; its message closes it. LTI dynamic registration 1.0, section 3.6. */
export const registeringPage = (person: Person, invitation: string): string =>
  layout(
    'Register a tool',
    person,
    `<main><h1>Register a tool</h1><iframe id="registering" title="The tool's registration page" src="${escapeHtml(invitation)}"></iframe><p><a href="/admin/tools">Back to the tools</a></p></main><script src="/registering.js"></script>`,
  );

export const registeringScript = `
addEventListener('message', (event) => {
  const subject = event.data && event.data.subject;
  const ours = event.source === document.getElementById('registering').contentWindow;
  if (ours && (subject === 'org.imsglobal.lti.close' || subject === 'lti.close')) location.assign('/admin/tools');
});`;
