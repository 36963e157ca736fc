import { MusterError } from '../errors.ts';
import type { RegistrationId } from '../ids.ts';
import type { Registration } from '../lti/registration.ts';
import { type ReportKey, reportKeyPrefixLength } from '../lti/report-key.ts';
import type { Services } from '../ports/services.ts';

type Deps = Pick<Services, 'registrations' | 'reportKeys' | 'ids' | 'clock'>;

const assertRegistered = async ({ registrations }: Pick<Deps, 'registrations'>, id: RegistrationId): Promise<void> => {
  if ((await registrations.find(id)) === null) throw new MusterError('NOT_FOUND', { what: 'registration' });
};

/** The secret is shown once by whoever made it, and stored nowhere. @throws MusterError NOT_FOUND */
export const makeReportKey = async (
  deps: Deps,
  registration: RegistrationId,
  secret: { readonly text: string; readonly digest: string },
  { name, withNames }: { readonly name: string; readonly withNames: boolean },
): Promise<ReportKey> => {
  await assertRegistered(deps, registration);
  const key: ReportKey = {
    id: deps.ids.next(),
    digest: secret.digest,
    registration,
    name,
    prefix: secret.text.slice(0, reportKeyPrefixLength),
    withNames,
    madeAt: deps.clock.now(),
  };
  await deps.reportKeys.put(key);
  return key;
};

/** @throws MusterError NOT_FOUND */
export const listReportKeys = async (
  deps: Pick<Deps, 'registrations' | 'reportKeys'>,
  registration: RegistrationId,
): Promise<ReportKey[]> => {
  await assertRegistered(deps, registration);
  return deps.reportKeys.list(registration);
};

/** It opens nothing from here on. @throws MusterError NOT_FOUND */
export const revokeReportKey = async (
  { reportKeys }: Pick<Deps, 'reportKeys'>,
  registration: RegistrationId,
  id: string,
): Promise<void> => {
  const key = (await reportKeys.list(registration)).find((one) => one.id === id);
  if (key === undefined) throw new MusterError('NOT_FOUND', { what: 'report-key' });
  await reportKeys.remove(registration, key.digest);
};

/** Whose key it is, and what it opens. @throws MusterError REPORT_KEY_INVALID, REPORTS_OFF */
export const admitReportKey = async (
  { registrations, reportKeys }: Pick<Deps, 'registrations' | 'reportKeys'>,
  id: RegistrationId,
  digest: string,
): Promise<{ key: ReportKey; registration: Registration }> => {
  const [key, registration] = await Promise.all([reportKeys.find(id, digest), registrations.find(id)]);
  if (key === null || registration === null) throw new MusterError('REPORT_KEY_INVALID');
  if (registration.state !== 'active') throw new MusterError('REPORTS_OFF');
  return { key, registration };
};
