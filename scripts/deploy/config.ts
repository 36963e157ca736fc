import { load, YAMLException } from 'js-yaml';
import { z } from 'zod';
import { reviewIsBelowMatch, similarityRange } from '../../lti-server/config.ts';

const host = z
  .string()
  .regex(/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/, 'must be a name such as muster.example.edu');
const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be a region such as eu-central-1');
/** As Rekognition counts it. What is left out is the connector's own (docs/decisions/0003-face-engine-and-thresholds.md). */
const similarity = z.number().min(similarityRange.least).max(similarityRange.most).optional();
const count = (least: number, most: number) => z.number().int().min(least).max(most);

const isAtSageMaker = (faces: string | object): boolean => typeof faces === 'object' && 'sagemaker' in faces;

/** deploy.yml: docs/operators/deploy.md explains each line. */
const shape = z
  .strictObject({
    domain: host.optional(),
    hostedZoneId: z
      .string()
      .regex(/^Z[A-Z0-9]{5,40}$/, 'must be the id of a hosted zone in Route 53')
      .optional(),
    /** One's own, in us-east-1, instead of the one that is made. */
    certificateArn: z
      .string()
      .regex(/^arn:aws:acm:us-east-1:\d{12}:certificate\/[\w-]+$/, 'must be a certificate in us-east-1')
      .optional(),
    alarmEmail: z.email().optional(),
    monthlyBudgetUsd: count(1, 1_000_000).default(50),
    storageBudgetGb: count(1, 1_000_000).default(50),
    cacheHitPercent: count(0, 100).default(20),
    priceClass: z
      .enum(['100', '200', 'All'])
      .or(z.literal([100, 200]))
      .default('100'),
    requestLimit: count(100, 2_000_000_000).default(20_000),
    faces: z
      .union([
        z.literal('rekognition'),
        z.strictObject({ sagemaker: z.string().regex(/^[A-Za-z0-9-]{1,63}$/) }),
        z.strictObject({ endpoint: z.url({ protocol: /^https$/ }) }),
      ])
      .default('rekognition'),
    modelVersion: z.string().min(1).max(100).default('7.0'),
    matchThreshold: similarity,
    reviewThreshold: similarity,
    vpc: z.boolean().default(false),
    cache: z.boolean().default(false),
    capacity: z.enum(['on-demand', 'provisioned']).default('on-demand'),
    identifyConcurrency: count(2, 1000).default(2),
    reservedConcurrency: z.boolean().default(false),
    reportsCache: z.boolean().default(false),
    secondRegion: region.optional(),
    secondOriginHost: host.optional(),
  })
  .refine(
    ({ domain, hostedZoneId, certificateArn }) =>
      domain !== undefined || (hostedZoneId ?? certificateArn) === undefined,
    {
      path: ['domain'],
      message: 'is needed with hostedZoneId and certificateArn',
    },
  )
  .refine(
    ({ matchThreshold, reviewThreshold }) =>
      reviewIsBelowMatch({ FACES_MATCH: matchThreshold, FACES_REVIEW: reviewThreshold }),
    { path: ['reviewThreshold'], message: 'must be below matchThreshold (99 and 80 when they are left out)' },
  )
  .refine(
    ({ faces, matchThreshold, reviewThreshold }) =>
      !isAtSageMaker(faces) || (matchThreshold ?? reviewThreshold) === undefined,
    { path: ['matchThreshold'], message: 'and reviewThreshold are for Rekognition: a model at SageMaker has its own' },
  )
  .refine(({ faces, secondRegion }) => secondRegion === undefined || !isAtSageMaker(faces), {
    path: ['secondRegion'],
    message: 'would hold copies of the templates of faces, which are in the table with a model at SageMaker',
  });

export type DeployConfig = z.output<typeof shape>;

export class DeployConfigError extends Error {
  override readonly name = 'DeployConfigError';
}

/** @throws DeployConfigError with every fault of the file in words. */
export const readDeployConfig = (text: string): DeployConfig => {
  let written: unknown;
  try {
    written = load(text) ?? {};
  } catch (error) {
    const where = error instanceof YAMLException ? `: ${error.reason}, line ${error.mark.line + 1}` : '';
    throw new DeployConfigError(`The configuration is no YAML${where}.`);
  }
  const parsed = shape.safeParse(written);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `  ${path.join('.') || '(file)'}: ${message}`);
  throw new DeployConfigError(`The configuration is wrong:\n${faults.join('\n')}`);
};
