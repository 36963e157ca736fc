import { MusterError } from './errors.ts';

/** Everything an administrator of the tool can do. Teachers and students have rights.ts: the two never meet. */
export const adminVerbs = [
  'read',
  'change-registration',
  'invite',
  /** Refuse launches of a registration or a deployment, or switch recognition off: stops, and erases nothing. */
  'disable',
  'make-keys',
  /** Health and usage: numbers, no person. */
  'see-health',
  /** Remove a registration, erase what belongs to it. */
  'purge',
] as const;
export type AdminVerb = (typeof adminVerbs)[number];

export const adminGroups = ['admin', 'operator', 'auditor'] as const;
export type AdminGroup = (typeof adminGroups)[number];

/** One table holds all rights of administrators. */
const adminRights: Readonly<Record<AdminGroup, readonly AdminVerb[]>> = {
  admin: adminVerbs,
  operator: ['read', 'disable', 'make-keys', 'see-health'],
  auditor: ['read'],
};

export const rightsOfGroups = (groups: readonly AdminGroup[]): readonly AdminVerb[] =>
  adminVerbs.filter((verb) => groups.some((group) => adminRights[group].includes(verb)));

/** @throws MusterError ROLE_NOT_ALLOWED */
export const assertMayAdminister = (groups: readonly AdminGroup[], verb: AdminVerb): void => {
  if (!rightsOfGroups(groups).includes(verb)) throw new MusterError('ROLE_NOT_ALLOWED', { verb });
};
