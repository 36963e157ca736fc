import { RadioInput, RadioInputGroup } from '@instructure/ui';
import type { DeploymentPolicy } from '../../lti-server/http/api-schema/admin.ts';

/** What becomes of a deployment that nobody has heard of. */
export const DeploymentPolicyChoice = ({
  value,
  onChange,
}: {
  readonly value: DeploymentPolicy;
  readonly onChange: (value: DeploymentPolicy) => void;
}) => (
  <RadioInputGroup
    name="deploymentPolicy"
    description="When Muster is opened from a new place in this LMS"
    value={value}
    onChange={(_, chosen) => onChange(chosen as DeploymentPolicy)}
  >
    <RadioInput value="approve" label="it waits until you approve it here" />
    <RadioInput value="trust-first-use" label="it is trusted at once" />
  </RadioInputGroup>
);
