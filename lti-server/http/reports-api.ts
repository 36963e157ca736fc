import { type Request, type RequestHandler, type Response, Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { Course } from '../../core/attendance/course.ts';
import { type CsvCell, csvRow } from '../../core/csv.ts';
import { MusterError } from '../../core/errors.ts';
import { asId, type CourseId, type RegistrationId } from '../../core/ids.ts';
import type { ReportKey } from '../../core/lti/report-key.ts';
import { listReportCourses, type ReportedRecord, readReportRecords } from '../../core/use-cases/read-reports.ts';
import { admitReportKey } from '../../core/use-cases/report-keys.ts';
import type { App } from '../app.ts';
import { digest } from '../lti/secrets.ts';
import { coursesQuery, type ReportedCourses, type ReportedRecords, recordsQuery } from './api-schema/reports-api.ts';
import { idParam, parse } from './route.ts';

/** `mrk.<registration>.<secret>`: with the registration's id the key is a read by its own key. */
const keyPattern = /^mrk\.([a-z0-9-]{1,64})\.([A-Za-z0-9_-]{43})$/;
export const reportKeyText = (registration: RegistrationId, secret: string): string => `mrk.${registration}.${secret}`;

const tooMany = { windowMs: 60_000, standardHeaders: 'draft-8', legacyHeaders: false } as const;
const refuse: RequestHandler = (_req, _res, next) => next(new MusterError('TOO_MANY_REQUESTS'));
/** Of one address, whoever it is; and of one key. A poll of all courses stays far below. */
const [ofAddress, ofKey] = [600, 120];

const keyIn = (res: Response): ReportKey => res.locals.reportKey as ReportKey;

const authenticate =
  (app: Pick<App, 'registrations' | 'reportKeys'>): RequestHandler =>
  async (req, res, next) => {
    const [, registration, secret] = keyPattern.exec(req.get('x-report-key') ?? '') ?? [];
    if (registration === undefined || secret === undefined) throw new MusterError('REPORT_KEY_INVALID');
    const { key } = await admitReportKey(app, asId<RegistrationId>(registration), digest(secret));
    res.locals.reportKey = key;
    next();
  };

/** The address of the next page, with what was asked for in this one. */
const nextPage = ({ baseUrl, path, query }: Request, after: string | null): string | null =>
  after === null
    ? null
    : `${baseUrl}${path}?${new URLSearchParams({ ...(query as Record<string, string>), after }).toString()}`;

const sendCsv = (res: Response, next: string | null, rows: readonly (readonly CsvCell[])[]): void => {
  if (next !== null) res.set('Link', `<${next}>; rel="next"`);
  res.type('text/csv').send(rows.map(csvRow).join(''));
};

const courseView = ({ id, title, contextId, deployment, timeZone }: Course) => ({
  id,
  title,
  contextId,
  deployment,
  timeZone,
});

/** Not how it came about: that somebody was recognised tells that they agreed to be. */
const recordView = (
  { session, record, member }: ReportedRecord,
  withNames: boolean,
): ReportedRecords['records'][number] => ({
  session: session.id,
  sessionTitle: session.title,
  startsAt: session.startsAt,
  person: member?.sub ?? null,
  ...(withNames ? { name: member?.name ?? null } : {}),
  status: record.status,
  at: record.at,
  version: record.version,
});

/** Reports for other systems of an institution: read-only, behind a key of its registration, in pages. */
export const reportsApi = (app: App): Router => {
  const router = Router();
  router.use((_req, res, next) => {
    res.set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' });
    next();
  });
  router.use(rateLimit({ ...tooMany, limit: ofAddress, handler: refuse }));
  router.use(authenticate(app));
  router.use(rateLimit({ ...tooMany, limit: ofKey, keyGenerator: (_req, res) => keyIn(res).digest, handler: refuse }));

  router.get('/courses', async (req, res) => {
    const { after, format } = parse(coursesQuery, req.query);
    const from = after === undefined ? null : asId<CourseId>(after);
    const page = await listReportCourses(app, keyIn(res).registration, from);
    const next = nextPage(req, page.next);
    const courses = page.courses.map(courseView);
    if (format === 'json') return void res.json({ courses, next } satisfies ReportedCourses);
    sendCsv(res, next, [['id', 'title', 'contextId', 'deployment', 'timeZone'], ...courses.map(Object.values)]);
  });

  router.get('/courses/:course/records', async (req, res) => {
    const { since, after = null, format } = parse(recordsQuery, req.query);
    const { registration, withNames } = keyIn(res);
    const from = since === undefined ? null : new Date(since).toISOString();
    const page = await readReportRecords(app, registration, idParam<CourseId>(req, 'course'), { since: from, after });
    const next = nextPage(req, page.next);
    const records = page.records.map((one) => recordView(one, withNames));
    if (format === 'json') return void res.json({ records, next, asOf: page.asOf } satisfies ReportedRecords);
    const name = withNames ? ['name'] : [];
    const head = ['session', 'sessionTitle', 'startsAt', 'person', ...name, 'status', 'at', 'version'];
    res.set('X-As-Of', page.asOf);
    sendCsv(res, next, [head, ...records.map(Object.values)]);
  });

  router.use(() => {
    throw new MusterError('NOT_FOUND');
  });
  return router;
};
