import type { Deployment, Registration } from './registration.ts';

export type Admission = 'approved' | 'pending' | 'disabled';

/** Launches of a platform that makes deployments without end must not make the registration grow without end. */
export const maxDeployments = 200;

/** Somebody has decided about the others: they stay. Null when they fill all places. */
const withRoom = (deployments: readonly Deployment[]): readonly Deployment[] | null => {
  if (deployments.length < maxDeployments) return deployments;
  const waiting = deployments.filter(({ state }) => state === 'pending');
  if (waiting.length === 0) return null;
  const oldest = waiting.reduce((first, one) => (one.seenAt < first.seenAt ? one : first));
  return deployments.filter((one) => one !== oldest);
};

/**
 * What a verified launch of this deployment meets, and the registration with the deployment noted when it is new (else
 * null: nothing to write). Beyond `maxDeployments` it takes the place of the one that has waited longest for approval; where
 * none waits, it is met as its registration's policy says, and not noted.
 */
export const admitDeployment = (
  registration: Registration,
  id: string,
  now: string,
): { readonly admission: Admission; readonly changed: Registration | null } => {
  const known = registration.deployments.find((deployment) => deployment.id === id);
  if (known !== undefined) return { admission: known.state, changed: null };
  const standing = withRoom(registration.deployments);
  const state = registration.deploymentPolicy === 'trust-first-use' ? 'approved' : 'pending';
  if (standing === null) return { admission: state, changed: null };
  const deployments: readonly Deployment[] = [...standing, { id, state, seenAt: now }];
  return { admission: state, changed: { ...registration, deployments, version: registration.version + 1 } };
};

/** The registration with this deployment in this state, entered when it was not known; the same one when it is so already. */
export const withDeployment = (
  registration: Registration,
  id: string,
  state: Deployment['state'],
  now: string,
): Registration => {
  const { deployments } = registration;
  const known = deployments.find((deployment) => deployment.id === id);
  if (known === undefined) return { ...registration, deployments: [...deployments, { id, state, seenAt: now }] };
  if (known.state === state) return registration;
  return { ...registration, deployments: deployments.map((one) => (one.id === id ? { ...one, state } : one)) };
};

/**
 * The registration with this deployment switched off. Null for one that nobody has heard of: a slip of the pen must not look
 * like a door that is shut. Where all are trusted and more came than are noted, it takes the place of the oldest one that is
 * on, which trust would let in again.
 */
export const withDisabled = (registration: Registration, id: string, now: string): Registration | null => {
  const { deployments, deploymentPolicy } = registration;
  if (deployments.some((deployment) => deployment.id === id)) return withDeployment(registration, id, 'disabled', now);
  if (deploymentPolicy !== 'trust-first-use' || deployments.length < maxDeployments) return null;
  const on = deployments.filter(({ state }) => state === 'approved');
  if (on.length === 0) return null;
  const oldest = on.reduce((first, one) => (one.seenAt < first.seenAt ? one : first));
  const others = deployments.filter((one) => one !== oldest);
  return { ...registration, deployments: [...others, { id, state: 'disabled', seenAt: now }] };
};
