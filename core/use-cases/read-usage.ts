import { type MonthlyUsage, sumUsage } from '../attendance/usage.ts';
import type { Registration } from '../lti/registration.ts';
import type { Services } from '../ports/services.ts';

export interface RegistrationUsage extends MonthlyUsage {
  readonly registration: Registration;
}

/** What recognition took in a month, by registration: one query for each of them. */
export const readUsage = async (
  { registrations, usage, clock }: Pick<Services, 'registrations' | 'usage' | 'clock'>,
  month: string,
): Promise<RegistrationUsage[]> => {
  const all = await registrations.list();
  return Promise.all(
    all.map(async (registration) => ({
      registration,
      ...sumUsage(await usage.list(registration.id, month, clock.now())),
    })),
  );
};
