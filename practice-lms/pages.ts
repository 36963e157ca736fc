import { photographs } from './class/photographs.ts';
import type { EnrolProgress } from './enrol-students.ts';
import { escapeHtml } from './html.ts';
import { coursePage, layout } from './page-layout.ts';
import { fullName, type Person, type PracticeCourse } from './people.ts';
import type { Platform } from './platform.ts';

const kindWords: Readonly<Record<Person['kind'], string>> = {
  teacher: ', teacher',
  'non-editing-teacher': ', non-editing teacher',
  ta: ', teaching assistant',
  student: '',
  'test-student': ', student view',
  admin: ', admin',
  nobody: ', nobody',
};

const beButton = ({ id, kind, ...person }: Person) =>
  `<form method="post" action="/be/${id}"><button>${escapeHtml(fullName(person))}${kindWords[kind]}</button></form>`;

export const homePage = (person: Person | null, { people, profile }: Pick<Platform, 'people' | 'profile'>): string => {
  const isStudent = ({ kind }: Person) => kind === 'student' || kind === 'test-student';
  const staff = people.filter((one) => !isStudent(one));
  const students = people.filter(isStudent);
  return layout(
    'Who are you?',
    person,
    `<main><h1>Who are you?</h1><p>This is a small learning platform to try Muster with. Choose who you are, open a course, and open Muster from its menu. Nobody here is real, and nothing leaves this machine.</p><p>Profile: <strong>${profile.name}</strong>. ${escapeHtml(profile.says)}</p>
<h2>Staff</h2><div class="be">${staff.map(beButton).join('')}</div><h2>Students</h2><div class="be">${students.map(beButton).join('')}</div></main>`,
  );
};

export const gradebookPage = (person: Person, course: PracticeCourse, { state, profile }: Platform): string => {
  const items = state.lineItems.filter(
    (item, _index, all) => item.course === course.id && profile.services.grades.isShown(item, all),
  );
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

/** Where an institution would say what recognition means for its people. */
export const policyPage = (person: Person | null): string =>
  layout(
    'Recognition of faces',
    person,
    `<main><h1>Recognition of faces</h1><p>A school that lets faces be recognised publishes here why it does so, on what legal ground, who answers for it and whom to ask.</p>
<h2 id="assessment">Assessment</h2><p>And here what it found when it weighed what that means for its students.</p><p>This is a practice platform: nobody here is real.</p></main>`,
  );
