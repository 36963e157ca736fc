import type { Express } from 'express';
import { safeFetch } from '../connectors/lms/safe-fetch.ts';
import type { UploadPlace } from '../core/ports/upload-place.ts';
import type { App } from './app.ts';
import { openAdminSignIn } from './compose-admin-sign-in.ts';
import { openLambda } from './compose-lambda.ts';
import { withPlatforms } from './compose-lambda-platform.ts';
import type { LambdaConfig } from './config-lambda.ts';
import { pictureGate } from './http/picture-gate.ts';
import type { Telemetry } from './lambdas/observed.ts';
import { lazily } from './lazily.ts';
import { openTool } from './tool.ts';

/** Where the browser sends pictures: docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html */
const bucketOrigin = (bucket: string, { AWS_REGION: region, AWS_ENDPOINT_URL_S3: endpoint }: LambdaConfig): string =>
  endpoint === undefined
    ? `https://${bucket}.s3.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`
    : new URL(endpoint).origin;

export interface WebParts {
  readonly tool: Express;
  readonly originKeys: readonly string[];
  readonly telemetry: Telemetry;
}

/** The tool's outside in a function: the same routes as on one machine, pictures of the room straight to the bucket. */
export const openWeb = async (
  env: Readonly<Record<string, string | undefined>>,
  uiFolder: string,
): Promise<WebParts> => {
  const parts = openLambda(env, ['MUSTER_PUBLIC_URL', 'REALTIME_URL']);
  const { config, logger } = parts;
  const { MEDIA_BUCKET: bucket, MEDIA_KEY_ARN: keyArn, MUSTER_PUBLIC_URL } = config;
  const allowHttpLoopback = config.MUSTER_ALLOW_HTTP_LOOPBACK === 'yes';
  const { services, secrets, keys, notes, ltijs, cache } = await withPlatforms(parts);
  const publicUrl = new URL(MUSTER_PUBLIC_URL).origin;
  const app: App = {
    ...services,
    publicUrl,
    // The visitor's address is read from the event (lambdas/visitor.ts), not from headers.
    trustProxy: [],
    logger,
    metricsText: null,
    adminSignIn: openAdminSignIn(config.adminPool),
    pictureGate: pictureGate(),
    uploadPlace: lazily<UploadPlace>(async () => {
      const [{ s3UploadPlace }, { s3Client }] = await Promise.all([
        import('../connectors/s3/upload-place.ts'),
        import('../connectors/s3/client.ts'),
      ]);
      return s3UploadPlace(s3Client(), { bucket, keyArn });
    }),
    connectsTo: [bucketOrigin(bucket, config), new URL(config.REALTIME_URL).origin],
    live: { kind: 'socket', url: config.REALTIME_URL },
    // Links are signed for the bucket.
    reportDownloads: null,
    // Messages went out when the work was stored.
    wake() {},
  };
  const tool = openTool({
    app,
    keys,
    cache,
    notes,
    ltijs,
    nonces: 'login-state',
    secret: secrets.current,
    platformFetch: safeFetch({ allowLoopback: allowHttpLoopback }),
    allowHttpLoopback,
    origins: [publicUrl],
    uiFolder,
  });
  return { tool, originKeys: secrets.originKeys, telemetry: parts.telemetry };
};
