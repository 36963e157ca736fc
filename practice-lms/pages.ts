import { photographs } from './class/photographs.ts';
import type { EnrolProgress } from './enrol-students.ts';
import { escapeHtml } from './html.ts';
import { courses, fullName, type Person, type PracticeCourse, people } from './people.ts';
import type { PracticeState } from './state.ts';

export const style = `
*{box-sizing:border-box}body{margin:0;font:16px/1.5 Georgia,serif;color:#22252a;background:#f4f1ea}
a{color:#4b2e83}header{background:#2f2b3a;color:#fff;padding:.6rem 1rem;display:flex;gap:.5rem 1.5rem;align-items:center;flex-wrap:wrap}
header a{color:#fff}header .who{margin-left:auto}header form{display:inline}.page{display:grid;grid-template-columns:12rem minmax(0,1fr);min-height:90vh}
nav{padding:1rem;border-right:1px solid #cfc9bb}nav ul{list-style:none;margin:0;padding:0}nav li{margin:.4rem 0}nav a[aria-current]{font-weight:bold;text-decoration:none}
main{padding:1rem 1.25rem;min-width:0}h1{font-size:1.4rem;margin:0 0 .75rem}iframe{width:100%;border:1px solid #cfc9bb;background:#fff;height:calc(100vh - 9rem);min-height:640px}
table{border-collapse:collapse;width:100%;max-width:48rem}th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #cfc9bb}td.number,th.number{text-align:right;font-variant-numeric:tabular-nums}
button{font:inherit;padding:.45rem .9rem;border:1px solid #4b2e83;background:#fff;color:#4b2e83;border-radius:4px;cursor:pointer}button.primary{background:#4b2e83;color:#fff}
ul.people{list-style:none;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(8rem,1fr));gap:.75rem}ul.people img,ul.people .blank{width:96px;height:96px;border-radius:4px;display:block;background:#d9d3c5}
ul.shots{list-style:none;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(min(20rem,100%),1fr));gap:1rem}ul.shots img{width:100%;height:auto;display:block}
.be{display:grid;gap:.5rem;grid-template-columns:repeat(auto-fill,minmax(min(14rem,100%),1fr))}.be form,.be button{width:100%}
@media(max-width:700px){.page{grid-template-columns:minmax(0,1fr)}nav{border-right:0;border-bottom:1px solid #cfc9bb;padding:.5rem 1rem}nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1rem}main{padding:1rem .75rem}iframe{height:85vh}}`;

const layout = (title: string, person: Person | null, body: string, head = ''): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)} · Practice LMS</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/style.css">${head}</head>
<body><header><a href="/"><strong>Practice LMS</strong></a>${courses.map(({ id, title: name }) => `<a href="/courses/${id}">${escapeHtml(name)}</a>`).join('')}
<span class="who">${person === null ? '' : `${escapeHtml(fullName(person))} (${person.kind}) `}<a href="/">Be someone else</a></span></header>${body}</body></html>`;

const beButton = ({ id, kind, ...person }: Person) =>
  `<form method="post" action="/be/${id}"><button>${escapeHtml(fullName(person))}${kind === 'student' ? '' : `, ${kind === 'ta' ? 'teaching assistant' : kind}`}</button></form>`;

export const homePage = (person: Person | null): string => {
  const staff = people.filter(({ kind }) => kind !== 'student');
  const students = people.filter(({ kind }) => kind === 'student');
  return layout(
    'Who are you?',
    person,
    `<main><h1>Who are you?</h1><p>This is a small learning platform to try Muster with. Choose who you are, open a course, and open Muster from its menu. Nobody here is real, and nothing leaves this machine.</p>
<h2>Staff</h2><div class="be">${staff.map(beButton).join('')}</div><h2>Students</h2><div class="be">${students.map(beButton).join('')}</div></main>`,
  );
};

const coursePage = (
  person: Person,
  course: PracticeCourse,
  here: string,
  title: string,
  body: string,
  head = '',
): string => {
  const links = [
    ['', 'Muster'],
    ['/gradebook', 'Gradebook'],
    ['/people', 'People'],
    ['/camera-roll', 'Camera roll'],
  ] as const;
  const menu = links.map(
    ([path, name]) =>
      `<li><a href="/courses/${course.id}${path}"${path === here ? ' aria-current="page"' : ''}>${name}</a></li>`,
  );
  return layout(
    `${title}, ${course.title}`,
    person,
    `<div class="page"><nav aria-label="Course"><ul>${menu.join('')}</ul></nav><main>${body}</main></div>`,
    head,
  );
};

/** The tool in a frame, as an LMS shows it: only its own origin may use the camera. */
export const toolPage = (person: Person, course: PracticeCourse, toolUrl: string): string =>
  coursePage(
    person,
    course,
    '',
    'Muster',
    `<h1>${escapeHtml(course.title)}</h1><iframe title="Muster" src="/launch/${course.id}" allow="camera ${escapeHtml(toolUrl)}; fullscreen"></iframe>`,
  );

export const gradebookPage = (person: Person, course: PracticeCourse, state: PracticeState): string => {
  const items = state.lineItems.filter((item) => item.course === course.id);
  const rows = course.members
    .filter(({ kind }) => kind === 'student')
    .map((student) => {
      const cells = items.map((item) => {
        const score = state.scores[item.id]?.[student.id]?.score ?? null;
        return `<td class="number" data-user="${student.id}">${score === null ? '–' : Math.round(score * 100) / 100}</td>`;
      });
      return `<tr><th scope="row">${escapeHtml(fullName(student))}</th>${cells.join('')}</tr>`;
    });
  const empty = items.length === 0 ? '<p>No tool has made a column yet.</p>' : '';
  const heads = items.map(
    ({ label, scoreMaximum }) => `<th scope="col" class="number">${escapeHtml(label)} (of ${scoreMaximum})</th>`,
  );
  return coursePage(
    person,
    course,
    '/gradebook',
    'Gradebook',
    `<h1>Gradebook</h1>${empty}<table><thead><tr><th scope="col">Student</th>${heads.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`,
  );
};

export const peoplePage = (person: Person, course: PracticeCourse, progress: EnrolProgress): string => {
  const list = course.members.map(
    (member) =>
      `<li>${member.portrait === null ? '<span class="blank"></span>' : `<img src="/portraits/${member.id}.jpg" alt="" width="96" height="96">`}${escapeHtml(fullName(member))}</li>`,
  );
  const said =
    progress.total === 0
      ? ''
      : `<p role="status"><progress max="${progress.total}" value="${progress.done}"></progress> ${progress.done} of ${progress.total} students asked: ${progress.enrolled} enrolled, ${progress.declined} declined${progress.failures.length > 0 ? `, ${progress.failures.length} failed (${escapeHtml(progress.failures.join('; '))})` : ''}.${progress.running ? ' Working…' : ''}</p>`;
  return coursePage(
    person,
    course,
    '/people',
    'People',
    `<h1>People</h1><form method="post" action="/courses/${course.id}/enrol"><button class="primary">Let all students enrol</button> Each says yes (one says no) and sends pictures to Muster, as they would from their own phones.</form>${said}<ul class="people">${list.join('')}</ul>`,
    progress.running ? '<meta http-equiv="refresh" content="1">' : '',
  );
};

export const cameraRollPage = (person: Person, course: PracticeCourse): string => {
  const prefix = course.id.split('-')[0] ?? '';
  const shots = photographs
    .filter(({ name }) => name.startsWith(prefix))
    .map(
      ({ name, title }) =>
        `<li><img src="/photographs/${name}.jpg" alt="Class photograph: ${escapeHtml(title)}" loading="lazy" width="1920" height="1440"><a href="/photographs/${name}.jpg" download="${name}.jpg">Download “${escapeHtml(title)}”</a></li>`,
    );
  return coursePage(
    person,
    course,
    '/camera-roll',
    'Camera roll',
    `<h1>Camera roll</h1><p>Photographs of this class, to take attendance with: download one and give it to Muster.</p><ul class="shots">${shots.join('')}</ul>`,
  );
};
