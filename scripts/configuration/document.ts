import { z } from 'zod';
import { asId, type RegistrationId } from '../../core/ids.ts';

/**
 * The configuration of a Muster as one document: registrations with their deployments and policies. Nothing of a course and nobody in
 * it. Further fields of a newer release's registration go along untouched.
 */
export const documentSchema = 1;

const text = z.string().min(1).max(500);
const id = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/)
  .transform((value) => asId<RegistrationId>(value));

const registration = z.looseObject({
  id,
  name: z.string().min(1).max(100),
  product: z.enum(['canvas', 'moodle', 'other']),
  issuer: text,
  clientId: text,
  authUrl: z.url().max(500),
  tokenUrl: z.url().max(500),
  tokenAudience: text.nullable(),
  jwksUrl: z.url().max(500),
  state: z.enum(['active', 'disabled']),
  deployments: z
    .array(
      z.strictObject({
        id: z.string().min(1).max(255),
        state: z.enum(['approved', 'pending', 'disabled']),
        seenAt: text,
      }),
    )
    .max(200),
  deploymentPolicy: z.enum(['approve', 'trust-first-use']),
  policy: z.looseObject({ faces: z.boolean(), facesTurnedOnAt: z.string().nullable() }),
});

/** Private halves are as the table has them: encrypted with the secret of that installation. */
const keyRing = z.strictObject({
  registration: id,
  keys: z
    .array(
      z.strictObject({
        kid: text,
        n: z.string(),
        e: z.string(),
        privateKey: z.strictObject({ keyId: text, ciphertext: z.string() }),
        publishedAt: text,
        signsFrom: text,
      }),
    )
    .min(1),
});

const configurationDocument = z.strictObject({
  muster: z.literal('configuration'),
  schema: z.literal(documentSchema),
  exportedAt: text,
  registrations: z.array(registration),
  keyRings: z.array(keyRing),
});
export type ConfigurationDocument = z.infer<typeof configurationDocument>;

/** @throws Error naming the first field that is off, never its value */
export const parseDocument = (content: string): ConfigurationDocument => {
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch {
    throw new Error('this is no JSON');
  }
  const parsed = configurationDocument.safeParse(json);
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join('.') ?? '';
  if (field === 'schema') throw new Error(`this document is of another release: its schema must be ${documentSchema}`);
  throw new Error(`this is no configuration of Muster: look at ${field === '' ? 'the top of it' : field}`);
};
