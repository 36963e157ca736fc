import { randomBytes } from 'node:crypto';
import {
  DeleteCollectionCommand,
  DescribeCollectionCommand,
  ListCollectionsCommand,
  type RekognitionClient,
} from '@aws-sdk/client-rekognition';
import { rekognitionClient } from '../../connectors/rekognition/client.ts';
import { rekognitionFaceGallery } from '../../connectors/rekognition/face-gallery.ts';
import { type OpenGallery, stepsOfStoring } from './face-galleries.ts';

const collectionsOf = async (client: RekognitionClient, prefix: string): Promise<string[]> => {
  const found: string[] = [];
  let NextToken: string | undefined;
  do {
    const answer = await client.send(new ListCollectionsCommand({ NextToken }));
    found.push(...(answer.CollectionIds ?? []).filter((id) => id.startsWith(prefix)));
    NextToken = answer.NextToken;
  } while (NextToken !== undefined);
  return found;
};

/** A call that the service would have answered with a server fault; for an account that cannot be told to fail. */
class PretendedFault extends Error {
  override readonly name = 'InternalServerError';
}

/**
 * The real service, in collections with a random prefix of their own; closing deletes them. What the protocol's server is
 * told to do wrong is done here on the way: before a call is sent, or after its answer came.
 */
export const openAwsRekognition = async (region: string): Promise<OpenGallery> => {
  const prefix = `muster-test-${randomBytes(6).toString('hex')}-`;
  const client = rekognitionClient({ region });
  let broken: { readonly step: string; readonly when: 'before' | 'after' } | null = null;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const isBroken = broken !== null && context.commandName === `${broken.step}Command`;
      if (isBroken && broken?.when === 'before') throw new PretendedFault('This refusal was planned.');
      const answer = await next(args);
      if (isBroken) throw new PretendedFault('This answer was lost as planned.');
      return answer;
    },
    { step: 'initialize' },
  );
  return {
    gallery: rekognitionFaceGallery(client, { prefix }),
    async kept(name) {
      try {
        const command = new DescribeCollectionCommand({ CollectionId: `${prefix}${name}` });
        return (await client.send(command)).FaceCount ?? 0;
      } catch (error) {
        if (error instanceof Error && error.name === 'ResourceNotFoundException') return 0;
        throw error;
      }
    },
    breakings: stepsOfStoring.flatMap((step) =>
      (['before', 'after'] as const).map((when) => ({
        name: `${step}, ${when} it is done`,
        begin() {
          broken = { step, when };
        },
      })),
    ),
    mend() {
      broken = null;
    },
    async close() {
      for (const CollectionId of await collectionsOf(client, prefix)) {
        await client.send(new DeleteCollectionCommand({ CollectionId }));
      }
      client.destroy();
    },
  };
};
