import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import S3rver from 's3rver';
import { s3Client } from '../../connectors/s3/client.ts';
import { s3Media } from '../../connectors/s3/media.ts';
import type { Media } from '../../core/ports/media.ts';
import { type S3Server, startS3Server } from './s3-server.ts';

export const bucket = 'muster-media-test';
export const secret = 'secret';
export const credentials = { accessKeyId: 'S3RVER', secretAccessKey: secret };

export const clientFor = (endpoint: string): S3Client =>
  s3Client({ endpoint, region: 'eu-west-1', credentials, forcePathStyle: true, maxAttempts: 1 });

export const inS3rver = async (): Promise<{ media: Media; close(): Promise<void> }> => {
  const directory = await mkdtemp(join(tmpdir(), 'muster-s3rver-'));
  const server = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory,
    configureBuckets: [{ name: bucket, configs: [] }],
  });
  const { port } = await server.run();
  const client = clientFor(`http://127.0.0.1:${port}`);
  return {
    media: s3Media(client, { bucket }),
    async close() {
      client.destroy();
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
};

export interface VersionedBucket {
  readonly media: Media;
  readonly server: S3Server;
  readonly client: S3Client;
  close(): Promise<void>;
}

export const inVersionedBucket = async (keyArn?: string): Promise<VersionedBucket> => {
  const server = await startS3Server({ secret });
  const client = clientFor(server.url);
  return {
    media: s3Media(client, { bucket, keyArn }),
    server,
    client,
    async close() {
      client.destroy();
      await server.close();
    },
  };
};
