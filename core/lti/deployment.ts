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
 * none waits, it is pending and not noted.
 */
export const admitDeployment = (
  registration: Registration,
  id: string,
  now: string,
): { readonly admission: Admission; readonly changed: Registration | null } => {
  const known = registration.deployments.find((deployment) => deployment.id === id);
  if (known !== undefined) return { admission: known.state, changed: null };
  const standing = withRoom(registration.deployments);
  if (standing === null) return { admission: 'pending', changed: null };
  const state = registration.deploymentPolicy === 'trust-first-use' ? 'approved' : 'pending';
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
