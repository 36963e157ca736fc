import { type Request, Router } from 'express';
import { monthOf, sumUsage } from '../../../../core/attendance/usage.ts';
import { MusterError } from '../../../../core/errors.ts';
import type { RegistrationId } from '../../../../core/ids.ts';
import { readUsage } from '../../../../core/use-cases/read-usage.ts';
import type { AdminDeps } from '../../admin-deps.ts';
import { type MonthlyUsage, month, type SessionUsage } from '../../api-schema/usage.ts';
import { needs } from '../../authenticate-admin.ts';
import { idParam, parse } from '../../route.ts';

/** What recognition took, in numbers: for whoever pays for it. */
export const usageRoutes = (deps: AdminDeps): Router => {
  const router = Router();
  const monthAsked = (req: Request) => parse(month.default(monthOf(deps.clock.now())), req.query.month);

  router.get('/usage', needs('see-health'), async (req, res) => {
    const of = monthAsked(req);
    const answer: MonthlyUsage = {
      month: of,
      registrations: (await readUsage(deps, of)).map(({ registration: { id, name }, ...used }) => ({
        id,
        name,
        ...used,
      })),
    };
    res.json(answer);
  });
  router.get('/registrations/:registration/usage', needs('see-health'), async (req, res) => {
    const of = monthAsked(req);
    const registration = await deps.registrations.find(idParam<RegistrationId>(req, 'registration'));
    if (registration === null) throw new MusterError('NOT_FOUND', { what: 'registration' });
    const answer: SessionUsage = {
      month: of,
      name: registration.name,
      sessions: (await deps.usage.list(registration.id, of, deps.clock.now())).map((one) => {
        const { captures, faces, calls } = sumUsage([one]);
        return { course: one.course, session: one.session, captures, faces, calls };
      }),
    };
    res.json(answer);
  });
  return router;
};
