import { z } from 'zod';

export const privacyLevels = ['public', 'name_only', 'email_only', 'anonymous'] as const;

/** A tool that is registered here. The built-in one is Muster itself, made up from its address; others register themselves. */
const toolSchema = z.object({
  id: z.string(),
  name: z.string(),
  clientId: z.string(),
  deploymentId: z.string(),
  loginUrl: z.string(),
  targetLinkUri: z.string(),
  /** Null: a teacher cannot choose content with it. */
  deepLinkUri: z.string().nullable(),
  redirectUris: z.array(z.string()),
  jwksUrl: z.string(),
  /** Custom parameters, substitution variables among their values. */
  custom: z.record(z.string(), z.string()),
  scopes: z.array(z.string()),
  privacy: z.enum(privacyLevels),
  /** Where it shows, in Canvas' words. */
  placements: z.array(z.string()),
  state: z.enum(['active', 'pending']),
});
export type Tool = z.infer<typeof toolSchema>;

const ags = 'https://purl.imsglobal.org/spec/lti-ags/scope/';
/** Every scope a platform here can grant. */
export const allScopes = [
  `${ags}lineitem`,
  `${ags}lineitem.readonly`,
  `${ags}result.readonly`,
  `${ags}score`,
  'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly',
] as const;

export const tellsNames = ({ privacy }: Tool) => privacy === 'public' || privacy === 'name_only';
export const tellsEmail = ({ privacy }: Tool) => privacy === 'public' || privacy === 'email_only';
