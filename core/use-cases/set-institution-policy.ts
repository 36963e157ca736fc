import { MusterError } from '../errors.ts';
import type { RegistrationId } from '../ids.ts';
import type { InstitutionPolicy, Registration } from '../lti/registration.ts';
import type { Services } from '../ports/services.ts';
import { same } from '../same.ts';
import { changeRegistration } from './change-registration.ts';

export type PolicyChange = Partial<Pick<InstitutionPolicy, 'faces' | 'links' | 'captureHours'>>;

/** @throws MusterError POLICY_LINKS_MISSING */
const withChange = (before: InstitutionPolicy, change: PolicyChange, now: string): InstitutionPolicy => {
  const after = { ...before, ...change };
  if (after.faces && !after.links) throw new MusterError('POLICY_LINKS_MISSING');
  return after.faces && !before.faces ? { ...after, facesTurnedOnAt: now } : after;
};

/**
 * What an institution decides: whether faces are recognised, where it has published why, how long class pictures live at
 * most. Recognition is off until somebody turns it on, which takes both links (design rule 2). Off erases nothing, but
 * nothing is enrolled or compared any more. @throws MusterError NOT_FOUND, RECORD_CHANGED, POLICY_LINKS_MISSING
 */
export const setInstitutionPolicy = (
  deps: Pick<Services, 'registrations' | 'clock'>,
  id: RegistrationId,
  change: PolicyChange,
): Promise<Registration> =>
  changeRegistration(deps, id, (registration) => {
    const policy = withChange(registration.policy, change, deps.clock.now());
    return same(policy, registration.policy) ? registration : { ...registration, policy };
  });
