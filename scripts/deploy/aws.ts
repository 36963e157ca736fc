import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CloudFormationClient,
  CloudFormationServiceException,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { CloudFrontClient, CreateInvalidationCommand } from '@aws-sdk/client-cloudfront';
import { GetObjectCommand, ListObjectsV2Command, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { uploadOf } from './assets.ts';
import type { Doing } from './carry-out.ts';

/** What the distribution would hold of pages if it ever held any; assets have new names instead. */
const pages = ['/', '/app', '/app/*', '/admin', '/admin/*'];
/** Where the framework keeps its releases of a stage; all of it goes with the stack. */
const releasesOf = (stage: string) => `serverless/muster/${stage}/`;
const goodKey = (stage: string) => `${releasesOf(stage)}good-release`;

/** The account that the credentials are of. */
export const callerAccount = async (region: string): Promise<string> => {
  const { Account } = await new STSClient({ region }).send(new GetCallerIdentityCommand({}));
  if (Account === undefined) throw new Error('AWS does not say whose credentials these are.');
  return Account;
};

/** The replica of a stage's secret in this region. */
export const secretIn = async (region: string, stage: string): Promise<string> => {
  const command = new DescribeSecretCommand({ SecretId: `muster-${stage}/keys` });
  const { ARN } = await new SecretsManagerClient({ region }).send(command);
  if (ARN === undefined) throw new Error('The secret has no ARN.');
  return ARN;
};

const outputsOf: Doing['outputsOf'] = async (StackName, region) => {
  try {
    const { Stacks = [] } = await new CloudFormationClient({ region }).send(new DescribeStacksCommand({ StackName }));
    const [stack] = Stacks;
    // Begun and never finished: there is nothing to build on.
    if (stack === undefined || ['REVIEW_IN_PROGRESS', 'ROLLBACK_COMPLETE'].includes(stack.StackStatus ?? ''))
      return null;
    return Object.fromEntries(
      (stack.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
    );
  } catch (error) {
    // CloudFormation's answer for a stack that is not there.
    if (error instanceof CloudFormationServiceException && error.name === 'ValidationError') return null;
    throw error;
  }
};

/** `1795574483643-2026-11-25T02:41:23.643Z/` -> 1795574483643. */
const timestampOf = (prefix: string): string | null => /\/(\d{13})-[^/]+\/$/.exec(prefix)?.[1] ?? null;

export const awsDoing = (root: string): Doing => ({
  say: (line) => console.log(line),
  run: ([program = '', ...args], folder) =>
    new Promise((resolve, reject) => {
      const child = spawn(program, args, { cwd: join(root, folder), stdio: 'inherit' });
      child.once('error', reject);
      child.once('exit', (code) => resolve(code ?? 1));
    }),
  outputsOf,
  async uploadAssets(Bucket, region) {
    const client = new S3Client({ region });
    const folder = join(root, 'dist/ui/assets');
    const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile());
    for (const { name } of names) {
      const { key, contentType, cacheControl } = uploadOf(name);
      await client.send(
        new PutObjectCommand({
          Bucket,
          Key: key,
          Body: await readFile(join(folder, name)),
          ContentType: contentType,
          CacheControl: cacheControl,
        }),
      );
    }
    return names.length;
  },
  async invalidate(DistributionId) {
    const Paths = { Quantity: pages.length, Items: pages };
    await new CloudFrontClient({ region: 'us-east-1' }).send(
      new CreateInvalidationCommand({ DistributionId, InvalidationBatch: { CallerReference: `${Date.now()}`, Paths } }),
    );
  },
  async newestRelease(Bucket, region, stage) {
    const Prefix = releasesOf(stage);
    const { CommonPrefixes = [] } = await new S3Client({ region }).send(
      new ListObjectsV2Command({ Bucket, Prefix, Delimiter: '/' }),
    );
    return (
      CommonPrefixes.flatMap(({ Prefix: one = '' }) => timestampOf(one) ?? [])
        .sort()
        .at(-1) ?? null
    );
  },
  async goodRelease(Bucket, region, stage) {
    try {
      const { Body } = await new S3Client({ region }).send(new GetObjectCommand({ Bucket, Key: goodKey(stage) }));
      return (await Body?.transformToString()) ?? null;
    } catch (error) {
      if (error instanceof NoSuchKey) return null;
      throw error;
    }
  },
  async rememberGood(Bucket, region, stage, release) {
    await new S3Client({ region }).send(new PutObjectCommand({ Bucket, Key: goodKey(stage), Body: release }));
  },
});
