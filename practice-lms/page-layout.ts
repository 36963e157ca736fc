import { escapeHtml } from './html.ts';
import { courses, fullName, type Person, type PracticeCourse } from './people.ts';

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
ul.links{padding-left:1.2rem}ul.links li{margin:.4rem 0}label{display:block;margin:.75rem 0}input{font:inherit;width:100%;max-width:40rem;padding:.4rem;border:1px solid #8a8474;border-radius:4px;display:block}h2{font-size:1.15rem;margin:1.25rem 0 .5rem}ul.tools{list-style:none;padding:0;max-width:48rem}ul.tools li{border-bottom:1px solid #cfc9bb;padding-bottom:.75rem}dl{display:grid;grid-template-columns:7rem minmax(0,1fr);gap:.15rem .75rem;margin:0 0 .5rem}dd{margin:0;overflow-wrap:anywhere}
.be{display:grid;gap:.5rem;grid-template-columns:repeat(auto-fill,minmax(min(14rem,100%),1fr))}.be form,.be button{width:100%}
@media(max-width:700px){.page{grid-template-columns:minmax(0,1fr)}nav{border-right:0;border-bottom:1px solid #cfc9bb;padding:.5rem 1rem}nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1rem}main{padding:1rem .75rem}iframe{height:85vh}}`;

export const layout = (title: string, person: Person | null, body: string, head = ''): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)} · Practice LMS</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/style.css">${head}</head>
<body><header><a href="/"><strong>Practice LMS</strong></a>${courses.map(({ id, title: name }) => `<a href="/courses/${id}">${escapeHtml(name)}</a>`).join('')}${person?.kind === 'admin' ? '<a href="/admin/tools">Tools</a>' : ''}<span class="who">${person === null ? '' : `${escapeHtml(fullName(person))} (${person.kind.replaceAll('-', ' ')}) `}<a href="/">Be someone else</a></span></header>${body}</body></html>`;

export const coursePage = (
  person: Person,
  course: PracticeCourse,
  here: string,
  title: string,
  body: string,
  head = '',
): string => {
  const links = [
    ['', 'Muster'],
    ['/content', 'Content'],
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
