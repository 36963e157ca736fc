import { Router } from 'express';
import { may, verbs } from '../../../core/rights.ts';
import { signOut } from '../../../core/use-cases/sign-out.ts';
import type { App } from '../../app.ts';
import { digest } from '../../lti/secrets.ts';
import type { Me } from '../api-schema/me.ts';
import { route } from '../route.ts';

/** Who is here, and leaving. */
export const meRoutes = (app: App): Router => {
  const router = Router();
  router.get(
    '/me',
    route(null, async ({ caller }): Promise<Me> => {
      const { session, registration } = caller;
      const course = session.course === null ? null : await app.courses.find(session.course);
      return {
        role: session.role,
        administrator: session.administrator,
        testUser: session.testUser,
        name: session.name,
        verbs: verbs.filter((verb) => may(session, verb)),
        course:
          session.course === null
            ? null
            : {
                id: session.course,
                title: course?.title ?? session.courseTitle ?? '',
                timeZone: course?.timeZone ?? session.timeZone ?? 'UTC',
              },
        facesOn: registration.policy.faces,
        returnUrl: session.returnUrl,
        landing: session.landing,
      };
    }),
  );
  router.delete(
    '/me',
    route(null, async ({ req, res }) => {
      const secret = (req.get('authorization') ?? '').split('.')[1] ?? '';
      await signOut(app, digest(secret));
      res.status(204).end();
    }),
  );
  return router;
};
