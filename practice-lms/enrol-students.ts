import { enrolmentPictures } from './class/portraits.ts';
import { launchAs } from './http-launch.ts';
import { fullName, type Person, type PracticeCourse } from './people.ts';

export interface EnrolProgress {
  readonly running: boolean;
  readonly done: number;
  readonly total: number;
  readonly enrolled: number;
  readonly declined: number;
  readonly failures: readonly string[];
}

export const notStarted: EnrolProgress = { running: false, done: 0, total: 0, enrolled: 0, declined: 0, failures: [] };

const pictureForm = (pictures: readonly Buffer[]): FormData => {
  const form = new FormData();
  for (const [index, picture] of pictures.entries()) {
    form.append('file', new Blob([Uint8Array.from(picture)], { type: 'image/jpeg' }), `${index + 1}.jpg`);
  }
  return form;
};

/** One student, as their browser would do it: launch, read, say yes or no, take pictures until three will do, enrol; what is done already is left. */
const enrolOne = async (
  lmsUrl: string,
  toolUrl: string,
  course: PracticeCourse,
  person: Person,
): Promise<'enrolled' | 'declined'> => {
  const { bearer, status } = await launchAs(lmsUrl, person.id, course.id);
  if (bearer === null) throw new Error(`launch refused (${status})`);
  const call = async (method: string, path: string, body?: FormData | object): Promise<Record<string, unknown>> => {
    const asJson = body !== undefined && !(body instanceof FormData);
    const answer = await fetch(`${toolUrl}/api${path}`, {
      method,
      headers: { Authorization: `Bearer ${bearer}`, ...(asJson ? { 'Content-Type': 'application/json' } : {}) },
      ...(body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }),
    });
    const data = (await answer.json()) as Record<string, unknown>;
    if (!answer.ok) throw new Error(String(data.code ?? answer.status));
    return data;
  };
  const before = await call('GET', '/my/recognition');
  const choice = person.declines ? 'declined' : 'consented';
  // A yes is for one course; the face may be enrolled already by way of another.
  const answered = (before.consent as { state: string }).state === choice;
  const { enrolment } = answered
    ? before
    : await call('PUT', '/my/consent', { choice, textVersion: before.currentTextVersion, language: 'en' });
  if (person.declines || person.portrait === null) return 'declined';
  if (enrolment !== null) return 'enrolled';
  const usable: Buffer[] = [];
  for (const picture of await enrolmentPictures(person.portrait)) {
    const { fault } = await call('POST', '/my/enrolment/check', pictureForm([picture]));
    if (fault === null) usable.push(picture);
    if (usable.length === 3) break;
  }
  await call('POST', '/my/enrolment', pictureForm(usable));
  return 'enrolled';
};

/** Lets every student of a course enrol through the tool's own pages' API. Safe to repeat. */
export const enrolStudents = async (
  lmsUrl: string,
  toolUrl: string,
  course: PracticeCourse,
  tell: (progress: EnrolProgress) => void,
): Promise<EnrolProgress> => {
  const students = course.members.filter(({ kind }) => kind === 'student');
  let progress: EnrolProgress = { ...notStarted, running: true, total: students.length };
  tell(progress);
  for (const person of students) {
    try {
      const end = await enrolOne(lmsUrl, toolUrl, course, person);
      progress = { ...progress, [end]: progress[end] + 1 };
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'failed';
      progress = { ...progress, failures: [...progress.failures, `${fullName(person)}: ${reason}`] };
    }
    progress = { ...progress, done: progress.done + 1 };
    tell(progress);
  }
  progress = { ...progress, running: false };
  tell(progress);
  return progress;
};
