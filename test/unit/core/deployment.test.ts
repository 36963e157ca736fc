import { admitDeployment, maxDeployments, withDeployment, withDisabled } from '../../../core/lti/deployment.ts';
import type { DeploymentPolicy } from '../../../core/lti/registration.ts';
import { aRegistration, instant } from '../../support/stored-things.ts';

describe('the state of a deployment', () => {
  const registration = aRegistration();

  it('changes where it stands, and leaves when it was first seen', () => {
    const after = withDeployment(registration, '1', 'disabled', instant(60));
    expect(after.deployments).toEqual([{ id: '1', state: 'disabled', seenAt: instant(0) }]);
    expect(registration.deployments[0]?.state).toBe('approved');
  });

  it('is the same registration when nothing changes', () => {
    expect(withDeployment(registration, '1', 'approved', instant(60))).toBe(registration);
  });

  it('enters one that nobody has heard of', () => {
    expect(withDeployment(registration, '2:a', 'approved', instant(60)).deployments.at(-1)).toEqual({
      id: '2:a',
      state: 'approved',
      seenAt: instant(60),
    });
  });
});

describe('a registration with as many deployments as it keeps', () => {
  const full = (state: 'approved' | 'pending', deploymentPolicy: DeploymentPolicy = 'approve') =>
    aRegistration({
      deploymentPolicy,
      deployments: [
        { id: 'ours', state: 'approved', seenAt: instant(0) },
        { id: 'off', state: 'disabled', seenAt: instant(0) },
        ...Array.from({ length: maxDeployments - 2 }, (_, n) => ({ id: `d-${n}`, state, seenAt: instant(10 + n) })),
      ],
    });

  it('notes a new one in the place of the one that has waited longest', () => {
    const { admission, changed } = admitDeployment(full('pending'), 'new', instant(5000));
    expect(admission).toBe('pending');
    const ids = changed?.deployments.map(({ id }) => id) ?? [];
    expect(ids).toHaveLength(maxDeployments);
    expect(ids.slice(0, 3)).toEqual(['ours', 'off', 'd-1']);
    expect(ids.at(-1)).toBe('new');
  });

  it('gives up none that somebody has decided about', () => {
    expect(admitDeployment(full('approved'), 'new', instant(5000))).toEqual({ admission: 'pending', changed: null });
  });

  it('trusts a new one all the same where that is its policy, without noting it', () => {
    const trusting = full('approved', 'trust-first-use');
    expect(admitDeployment(trusting, 'new', instant(5000))).toEqual({ admission: 'approved', changed: null });
    expect(admitDeployment(trusting, 'off', instant(5000)).admission).toBe('disabled');
  });

  it('can have one that was trusted unnoted switched off, in the place of the oldest that trust would let in again', () => {
    const after = withDisabled(full('approved', 'trust-first-use'), 'new', instant(5000));
    expect(after?.deployments).toHaveLength(maxDeployments);
    expect(after?.deployments.map(({ id }) => id).slice(0, 2)).toEqual(['off', 'd-0']);
    expect(after?.deployments.at(-1)).toEqual({ id: 'new', state: 'disabled', seenAt: instant(5000) });
    expect(admitDeployment(after ?? full('pending'), 'ours', instant(6000)).admission).toBe('approved');
  });

  it('has nothing to switch off that nobody has heard of, where deployments are approved by a person', () => {
    expect(withDisabled(full('approved'), 'new', instant(5000))).toBeNull();
  });
});
