import { asId, type RegistrationId } from '../../core/ids.ts';
import { setInstitutionPolicy } from '../../core/use-cases/set-institution-policy.ts';
import type { Board } from '../../lti-server/http/api-schema/board.ts';
import type { SessionSummary, Settings } from '../../lti-server/http/api-schema/course.ts';
import { registrationId } from '../../practice-lms/server.ts';
import { desktop, type OpenBrowser, openBrowser } from '../support/browser.ts';
import { type Client, clientFor, openPractice, type RunningPractice } from '../support/practice.ts';
import { openTeacherPage } from '../support/teacher-pages.ts';

describe('the course page', () => {
  let practice: RunningPractice;
  let teacher: Client;
  let browser: OpenBrowser;
  beforeAll(async () => {
    practice = await openPractice();
    teacher = await clientFor(practice, 'teacher-1');
    browser = await openBrowser({ size: desktop });
  });
  afterAll(async () => {
    await browser?.close();
    await practice?.close();
  });

  it('offers marking by hand where nobody has enrolled, and a text that invites to it', async () => {
    const { page } = browser;
    await openTeacherPage(page, practice);
    await page.getByText('Nobody has enrolled a face yet, so you mark attendance by hand.').waitFor();
    await page.getByText('In Biology 101 I take attendance with Muster.').waitFor();
    await page.getByRole('button', { name: 'Mark attendance by hand' }).click();
    await page.getByRole('heading', { name: 'Mark attendance' }).waitFor();
  });

  it('offers marking by hand where recognition is off, and says so calmly', async () => {
    const { page } = browser;
    await setInstitutionPolicy(practice.muster.services, asId<RegistrationId>(registrationId), { faces: false });
    try {
      await openTeacherPage(page, practice);
      await page
        .getByText('Recognition is switched off at your institution, so you mark attendance by hand.')
        .waitFor();
      await page.getByText('send this to your administrator').waitFor();
    } finally {
      await setInstitutionPolicy(practice.muster.services, asId<RegistrationId>(registrationId), { faces: true });
    }
  });

  it('names the session that is next with its time', async () => {
    const { page } = browser;
    const [open] = (await teacher.call<{ sessions: SessionSummary[] }>('GET', '/course')).sessions;
    await teacher.call('DELETE', `/sessions/${open?.id}`);
    const inTwoHours = new Date(Date.now() + 7_200_000).toISOString();
    await teacher.call<SessionSummary>('POST', '/sessions', { startsAt: inTwoHours, title: 'Lab' });
    await openTeacherPage(page, practice);
    await page.getByRole('button', { name: /^Take attendance at \d\d:\d\d · Lab$/ }).waitFor();
    await page.getByRole('button', { name: 'Start another' }).waitFor();
  });

  it('shows of a confirmed session how many were there and where its grades stand', async () => {
    const { page } = browser;
    const { id } = await teacher.call<SessionSummary>('POST', '/sessions', { startsAt: '2026-11-20T10:00:00.000Z' });
    await teacher.call('PUT', `/sessions/${id}/review/rest`, { status: 'present' });
    const { members } = await teacher.call<Board>('GET', `/sessions/${id}`);
    const { reviewVersion } = await teacher.call<Board>('PUT', `/sessions/${id}/review/members`, {
      changes: members.slice(0, 3).map(({ id: member }) => ({ member, status: 'absent' })),
    });
    await teacher.call('POST', `/sessions/${id}/confirm`, { reviewVersion });
    await openTeacherPage(page, practice);
    const row = page.getByRole('row').filter({ hasText: '25 present, 3 absent' });
    await row.getByText('No grade column').waitFor();
    const seen = await teacher.call<Settings>('GET', '/settings');
    await teacher.call('PUT', '/settings', { lateCredit: 0.8, gradeColumnOn: true, seen });
    await page.reload();
    await row.getByText(/^(… \d+ grades on the way|✓ Up to date)$/).waitFor();
  });
});
