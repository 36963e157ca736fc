import { z } from 'zod';

/** Under /api/admin: for the administrator of the tool, never for an app session of a launch. */
const product = z.enum(['canvas', 'moodle', 'other']);
export type Product = z.infer<typeof product>;
const deploymentPolicy = z.enum(['approve', 'trust-first-use']);
export type DeploymentPolicy = z.infer<typeof deploymentPolicy>;
const name = z.string().trim().min(1).max(100);
/** LTI core 1.3, 3.1.2 and 3.1.3: at most 255 ASCII characters. */
const identifier = z
  .string()
  .trim()
  .min(1)
  .max(255)
  .regex(/^[\x20-\x7e]+$/);
const address = z.string().trim().min(1).max(500);

/** POST /api/admin/session: a link's code, once. */
export const signInRequest = z.object({ code: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });
export const adminSession = z.object({ bearer: z.string(), expiresAt: z.string() });
export type AdminSession = z.infer<typeof adminSession>;

const toolAddresses = z.object({
  login: z.string(),
  launch: z.string(),
  keys: z.string(),
  /** Of Canvas alone. */
  canvasKey: z.string().nullable(),
});
export type ToolAddresses = z.infer<typeof toolAddresses>;

const endpoints = z.object({ issuer: z.string(), authUrl: z.string(), tokenUrl: z.string(), jwksUrl: z.string() });

const deployment = z.object({
  id: z.string(),
  state: z.enum(['approved', 'pending', 'disabled']),
  seenAt: z.string(),
});
export type Deployment = z.infer<typeof deployment>;

export const registration = endpoints.extend({
  id: z.string(),
  name: z.string(),
  product,
  clientId: z.string(),
  tokenAudience: z.string().nullable(),
  state: z.enum(['active', 'disabled']),
  deployments: z.array(deployment),
  deploymentPolicy,
  facesOn: z.boolean(),
  facesTurnedOnAt: z.string().nullable(),
  /** What the institution has published about recognition. */
  links: z.object({ policy: z.string(), assessment: z.string() }).nullable(),
  captureHours: z.number().int(),
  tool: toolAddresses,
});
export type Registration = z.infer<typeof registration>;

export const draft = endpoints.extend({
  id: z.string(),
  name: z.string(),
  product,
  begunAt: z.string(),
  expiresAt: z.string(),
  tool: toolAddresses,
});
export type Draft = z.infer<typeof draft>;

/** GET /api/admin/registrations */
export const registrationList = z.object({
  publicUrl: z.string(),
  registrations: z.array(registration),
  drafts: z.array(draft),
});
export type RegistrationList = z.infer<typeof registrationList>;

/** Where the platform answers: all of it, or what it can be worked out from. */
const platform = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('canvas-hosted'), environment: z.enum(['production', 'beta', 'test']) }),
  z.object({ kind: z.literal('canvas-selfhosted'), site: address, issuer: address.nullable() }),
  z.object({ kind: z.literal('moodle'), site: address }),
  z.object({
    kind: z.literal('other'),
    product,
    issuer: address,
    authUrl: address,
    tokenUrl: address,
    jwksUrl: address,
    tokenAudience: address.nullable(),
  }),
]);
export type Platform = z.infer<typeof platform>;
export type PlatformKind = Platform['kind'];

/** POST /api/admin/drafts: answers a draft. */
export const beginRequest = z.object({ name, platform });

const completion = { clientId: identifier, deployment: identifier.nullable(), deploymentPolicy };

/** POST /api/admin/drafts/:id/complete: answers the registration. */
export const completeRequest = z.object(completion);

/** POST /api/admin/registrations: everything at once; answers the registration. */
export const addRequest = z.object({ name, platform, ...completion });

/** PATCH /api/admin/registrations/:id */
export const describeRequest = z.object({
  name: name.nullable().default(null),
  deploymentPolicy: deploymentPolicy.nullable().default(null),
});

/** PUT /api/admin/registrations/:id/state, …/faces, …/policy, …/deployments */
export const stateRequest = z.object({ state: z.enum(['active', 'disabled']) });
export const facesRequest = z.object({ on: z.boolean() });
/** PUT …/policy. What is published is published for people: over https. */
const publishedUrl = z.url({ protocol: /^https$/ }).max(500);
export const maxCaptureHours = 12;
export const policyRequest = z.object({
  links: z.object({ policy: publishedUrl, assessment: publishedUrl }).nullable(),
  captureHours: z.number().int().min(1).max(maxCaptureHours),
});
export type PolicyRequest = z.infer<typeof policyRequest>;
export const deploymentRequest = z.object({ deployment: identifier, state: z.enum(['approved', 'disabled']) });

/** POST /api/admin/registrations/:id/rotate-keys */
export const rotation = z.object({ signsFrom: z.string() });

/** GET /api/admin/invitations: those that still serve. DELETE …/:id withdraws one. The id opens nothing. */
export const invitationList = z.array(
  z.object({ id: z.string(), name: z.string().nullable(), madeAt: z.string(), expiresAt: z.string() }),
);
export type InvitationList = z.infer<typeof invitationList>;

/** GET /api/admin/sessions: who is signed in as an administrator, by time alone. DELETE ends them all. */
export const adminSessionList = z.array(
  z.object({
    startedAt: z.string(),
    expiresAt: z.string(),
    /** The one that asks. */
    isOwn: z.boolean(),
  }),
);
export type AdminSessionList = z.infer<typeof adminSessionList>;
export const endedSessions = z.object({ ended: z.number() });

/** POST /api/admin/invitations, /api/admin/links: the link is shown once and kept nowhere. */
export const inviteRequest = z.object({ name: name.nullable().default(null) });
export const oneTimeLink = z.object({ url: z.string(), expiresAt: z.string() });
export type OneTimeLink = z.infer<typeof oneTimeLink>;
