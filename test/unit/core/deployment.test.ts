import { withDeployment } from '../../../core/lti/deployment.ts';
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
