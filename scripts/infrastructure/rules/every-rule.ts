import type { Rule } from '../rule.ts';
import { adminSignInRules } from './admin-sign-in.ts';
import { alarmRules } from './alarms.ts';
import { apiRules } from './api.ts';
import { dataRules } from './data.ts';
import { domainRules } from './domain.ts';
import { edgeRules } from './edge.ts';
import { faceRules } from './faces.ts';
import { firewallRules } from './firewall.ts';
import { keyRules } from './keys.ts';
import { mediaRules } from './media.ts';
import { networkRules } from './network.ts';
import { pipelineRules } from './pipeline.ts';
import { pipelineRightsRules } from './pipeline-rights.ts';
import { queueRules } from './queues.ts';
import { recoveryRules } from './recovery.ts';
import { securityRules } from './security.ts';
import { watchingRules } from './watching.ts';
import { wayInRules } from './ways-in.ts';

/** The table of what must be there, line by line. */
export const everyRule: readonly Rule[] = [
  ...edgeRules,
  ...domainRules,
  ...firewallRules,
  ...adminSignInRules,
  ...apiRules,
  ...wayInRules,
  ...dataRules,
  ...mediaRules,
  ...faceRules,
  ...queueRules,
  ...securityRules,
  ...keyRules,
  ...networkRules,
  ...alarmRules,
  ...watchingRules,
  ...recoveryRules,
  ...pipelineRules,
  ...pipelineRightsRules,
];
