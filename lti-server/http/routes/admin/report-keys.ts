import { type Request, Router } from 'express';
import type { RegistrationId } from '../../../../core/ids.ts';
import type { ReportKey } from '../../../../core/lti/report-key.ts';
import { listReportKeys, makeReportKey, revokeReportKey } from '../../../../core/use-cases/report-keys.ts';
import { digest, randomSecret } from '../../../lti/secrets.ts';
import type { AdminDeps } from '../../admin-deps.ts';
import {
  type MadeReportKey,
  makeReportKeyRequest,
  type ReportKeyList,
  type ReportKeyView,
} from '../../api-schema/report-keys.ts';
import { needs } from '../../authenticate-admin.ts';
import { reportKeyText } from '../../reports-api.ts';
import { idParam, parse } from '../../route.ts';

const view = ({ id, name, prefix, withNames, madeAt }: ReportKey): ReportKeyView => ({
  id,
  name,
  prefix,
  withNames,
  madeAt,
});

/** Keys by which other systems read a registration's reports. */
export const reportKeyRoutes = (deps: AdminDeps): Router => {
  const router = Router();
  const path = '/registrations/:registration/report-keys';
  const idOf = (req: Request) => idParam<RegistrationId>(req, 'registration');
  router.get(path, needs('read'), async (req, res) => {
    const keys = await listReportKeys(deps, idOf(req));
    res.json({ keys: keys.map(view) } satisfies ReportKeyList);
  });
  router.post(path, needs('change-registration'), async (req, res) => {
    const text = randomSecret();
    const made = await makeReportKey(
      deps,
      idOf(req),
      { text, digest: digest(text) },
      parse(makeReportKeyRequest, req.body),
    );
    const answer: MadeReportKey = { ...view(made), key: reportKeyText(made.registration, text) };
    res.status(201).json(answer);
  });
  router.delete(`${path}/:key`, needs('disable'), async (req, res) => {
    await revokeReportKey(deps, idOf(req), idParam(req, 'key'));
    res.status(204).end();
  });
  return router;
};
