import { pipeline } from 'node:stream/promises';
import { Router } from 'express';
import type { Report } from '../../../core/attendance/report.ts';
import { csv } from '../../../core/csv.ts';
import { MusterError } from '../../../core/errors.ts';
import { knownTimeZone } from '../../../core/time-zone.ts';
import { askForReport, linkToReport } from '../../../core/use-cases/make-report.ts';
import { getCourse } from '../../../core/use-cases/read-course-page.ts';
import { readPeople } from '../../../core/use-cases/read-people.ts';
import type { App } from '../../app.ts';
import { secretPattern } from '../../lti/secrets.ts';
import { type CourseReport, type ReportLink, reportRequest } from '../api-schema/report.ts';
import { courseOf, parse, route } from '../route.ts';

const view = (report: Report | null, now: string): CourseReport => {
  if (report === null || report.expiresAt <= now) return { report: null };
  const { state, askedAt, expiresAt } = report;
  return { report: { state, askedAt, expiresAt } };
};

/** What it is called on somebody's disk: the course, without what file systems refuse. */
const fileNameOf = (title: string, now: string): string => {
  const name = title
    .replaceAll(/[^\p{L}\p{N} ._-]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return `${name.slice(0, 80) || 'Course'} attendance ${now.slice(0, 10)}.csv`;
};

/** Files for spreadsheets: everybody's percentage at once; all records of the course as soon as they are made. */
export const reportRoutes = (app: App): Router => {
  const router = Router();
  router.get(
    '/people.csv',
    route('export-records', async ({ caller, res }) => {
      const people = await readPeople(app, courseOf(caller));
      const rows = people.flatMap(({ member, counts, score }) =>
        counts === null ? [] : [[member.name, score, counts.present, counts.late, counts.absent, counts.excused]],
      );
      const text = csv([['Name', 'Percent', 'Present', 'Late', 'Absent', 'Excused'], ...rows]);
      res.type('text/csv').set('Cache-Control', 'no-store').send(text);
    }),
  );
  router.get(
    '/course/reports',
    route('export-records', async ({ caller }) =>
      view(await app.reports.find(courseOf(caller), caller.session.member), app.clock.now()),
    ),
  );
  router.post(
    '/course/reports',
    route('export-records', async ({ caller, req, res }) => {
      const course = await getCourse(app, courseOf(caller));
      const { timeZone = course.timeZone } = parse(reportRequest, req.body ?? {});
      if (knownTimeZone(timeZone) === null) throw new MusterError('REQUEST_INVALID', { field: 'timeZone' });
      const report = await askForReport(app, course.id, caller.session.member, timeZone);
      app.wake();
      res.status(202);
      return view(report, app.clock.now());
    }),
  );
  router.post(
    '/course/reports/link',
    route('export-records', async ({ caller }): Promise<ReportLink> => {
      const { id, title } = await getCourse(app, courseOf(caller));
      const name = fileNameOf(title, app.clock.now());
      const url = await linkToReport(app, id, caller.session.member, name);
      if (url === null) throw new MusterError('NOT_FOUND', { what: 'report' });
      return { url };
    }),
  );
  return router;
};

/** What a link leads to where the tool hands files out itself: the token is the leave, once. */
export const reportFileRoutes = ({ reportDownloads }: Pick<App, 'reportDownloads'>): Router => {
  const router = Router();
  if (reportDownloads === null) return router;
  router.get('/report-files/:token', async (req, res) => {
    const token = String(req.params.token);
    const file = secretPattern.test(token) ? await reportDownloads.take(token) : null;
    if (file === null) throw new MusterError('NOT_FOUND', { what: 'report' });
    res.attachment(file.fileName);
    res.set({ 'Content-Type': file.contentType, 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' });
    await pipeline(file.content, res);
  });
  return router;
};
