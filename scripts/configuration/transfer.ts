import type { Registration } from '../../core/lti/registration.ts';
import type { KeyRingStore } from '../../core/ports/key-ring-store.ts';
import type { RegistrationStore } from '../../core/ports/registration-store.ts';
import { type ConfigurationDocument, documentSchema } from './document.ts';

export interface Places {
  readonly registrations: RegistrationStore;
  readonly keyRings: KeyRingStore;
}

export const exportConfiguration = async (
  { registrations, keyRings }: Places,
  { withKeys, now }: { readonly withKeys: boolean; readonly now: string },
): Promise<ConfigurationDocument> => {
  const all = await registrations.list();
  const rings = withKeys ? await Promise.all(all.map(({ id }) => keyRings.find(id))) : [];
  return {
    muster: 'configuration',
    schema: documentSchema,
    exportedAt: now,
    // Versions are a table's own.
    registrations: all.map(({ version: _, ...registration }) => ({
      ...registration,
      deployments: registration.deployments.map((deployment) => ({ ...deployment })),
      policy: { ...registration.policy },
    })),
    keyRings: rings
      .filter((ring) => ring !== null)
      .map(({ registration, keys }) => ({
        registration,
        keys: keys.map((key) => ({ ...key, privateKey: { ...key.privateKey } })),
      })),
  };
};

type Wanted = Omit<Registration, 'version'>;

/** Why this one cannot be taken in; null when it can. Looked at for all before the first is written. */
const trouble = async ({ registrations }: Places, wanted: Wanted, overwrite: boolean): Promise<string | null> => {
  const { id, issuer, clientId } = wanted;
  const standing = await registrations.find(id);
  if (standing !== null && !overwrite) return `registration ${id} is there already`;
  if (standing !== null && (standing.issuer !== issuer || standing.clientId !== clientId))
    return `registration ${id} is another platform there: remove it first`;
  const other = await registrations.findByPlatform(issuer, clientId);
  return other !== null && other.id !== id ? `the platform of ${id} is registered there as ${other.id}` : null;
};

export interface Imported {
  readonly made: number;
  readonly overwritten: number;
  readonly keyRings: number;
}

/** All of it, or nothing but reasons. @throws Error with a line for each registration that stands in the way */
export const importConfiguration = async (
  places: Places,
  document: ConfigurationDocument,
  overwrite: boolean,
): Promise<Imported> => {
  const wanted: readonly Wanted[] = document.registrations;
  const troubles = (await Promise.all(wanted.map((one) => trouble(places, one, overwrite)))).filter(
    (one) => one !== null,
  );
  if (troubles.length > 0) throw new Error(`nothing was imported:\n${troubles.map((one) => `  ${one}`).join('\n')}`);
  let overwritten = 0;
  for (const registration of wanted) {
    const standing = await places.registrations.find(registration.id);
    if (standing !== null) overwritten += 1;
    await places.registrations.put({ ...registration, version: (standing?.version ?? 0) + 1 });
  }
  for (const ring of document.keyRings) {
    const standing = await places.keyRings.find(ring.registration);
    await places.keyRings.put({ ...ring, version: (standing?.version ?? 0) + 1 });
  }
  return { made: wanted.length - overwritten, overwritten, keyRings: document.keyRings.length };
};
