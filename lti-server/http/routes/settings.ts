import { Router } from 'express';
import { z } from 'zod';
import type { Course } from '../../../core/attendance/course.ts';
import { may } from '../../../core/rights.ts';
import { getCourse, gradeColumnAvailable } from '../../../core/use-cases/read-course-page.ts';
import { readPeople } from '../../../core/use-cases/read-people.ts';
import { saveSettings } from '../../../core/use-cases/save-settings.ts';
import type { App } from '../../app.ts';
import { type Settings, type SettingsPreview, saveSettingsRequest } from '../api-schema/course.ts';
import { type Caller, courseOf, parse, route } from '../route.ts';

const previewQuery = z.object({ lateCredit: z.coerce.number().min(0).max(1) });

const settingsView = async (app: App, caller: Caller, course: Course): Promise<Settings> => {
  const { engine, modelVersion, thresholds, origin } = await app.gallery.describe();
  return {
    lateCredit: course.gradePolicy.lateCredit,
    gradeColumnOn: course.gradeColumn.on,
    sessionColumnsOn: course.gradeColumn.perSession === true,
    gradeColumnAvailable: gradeColumnAvailable(course),
    maySave: may(caller.session, 'set-grade-policy'),
    facesOn: caller.registration.policy.faces,
    recognition: { engine, modelVersion, ...thresholds, origin },
  };
};

/** The grade policy and the column, with a preview on the real class before anything is saved. */
export const settingsRoutes = (app: App): Router => {
  const router = Router();
  router.get(
    '/settings',
    route('see-course', async ({ caller }) => settingsView(app, caller, await getCourse(app, courseOf(caller)))),
  );
  router.put(
    '/settings',
    route('set-grade-policy', async ({ caller, req }) => {
      const course = await saveSettings(app, courseOf(caller), parse(saveSettingsRequest, req.body));
      app.wake();
      return settingsView(app, caller, course);
    }),
  );
  router.get(
    '/settings/preview',
    route('see-course', async ({ caller, req }): Promise<SettingsPreview> => {
      const { lateCredit } = parse(previewQuery, req.query);
      const [now, after] = await Promise.all([
        readPeople(app, courseOf(caller)),
        readPeople(app, courseOf(caller), { lateCredit }),
      ]);
      const rows = now.flatMap(({ member, counts, score }, index) =>
        counts === null ? [] : [{ id: member.id, name: member.name, now: score, after: after[index]?.score ?? null }],
      );
      return { rows };
    }),
  );
  return router;
};
