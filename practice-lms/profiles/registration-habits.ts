import type { ToolRegistration } from '../registration-body.ts';
import type { Tool } from '../tool.ts';
import type { Site } from './profile.ts';
import type { Refusal } from './service-habits.ts';

/** LTI dynamic registration 1.0. */
export interface RegistrationHabits {
  /** Canvas gives its configuration only to the bearer of the registration token. */
  readonly configurationNeedsToken: boolean;
  /** Added to the OpenID configuration. */
  configuration(site: Site): Readonly<Record<string, unknown>>;
  /** Added to lti-platform-configuration. */
  platformConfiguration(site: Site): Readonly<Record<string, unknown>>;
  /** What is wrong with the body. */
  refusal(body: ToolRegistration): Refusal | null;
  /** Of a token that was used, is too old, or is none. */
  tokenRefusal(reason: 'used' | 'invalid'): Refusal;
  /** `number`: how many tools there are, this one counted. */
  tool(body: ToolRegistration, number: number): Omit<Tool, 'loginUrl' | 'redirectUris' | 'jwksUrl' | 'name' | 'scopes'>;
  /** Added to the tool configuration in the answer. */
  answer(tool: Tool): Readonly<Record<string, unknown>>;
}
