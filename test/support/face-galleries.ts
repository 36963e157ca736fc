import { DescribeCollectionCommand, type RekognitionClient } from '@aws-sdk/client-rekognition';
import { embeddedFaceGallery } from '../../connectors/embedded/face-gallery.ts';
import { templateStore } from '../../connectors/embedded/template-store.ts';
import { memoryTable } from '../../connectors/memory/memory-table.ts';
import { rekognitionClient } from '../../connectors/rekognition/client.ts';
import { rekognitionFaceGallery } from '../../connectors/rekognition/face-gallery.ts';
import { MusterError } from '../../core/errors.ts';
import type { FaceGallery } from '../../core/ports/face-gallery.ts';
import type { FaceEngine } from '../../face-engine/index.ts';
import { type PlannedFaults, plannedFaults } from '../../face-engine/rekognition/planned-faults.ts';
import { startRekognitionServer } from '../../face-engine/rekognition/server.ts';
import { vaultOf } from './a-vault.ts';

/** A gallery under test, with the ways to look behind it and to break it. */
export interface OpenGallery {
  readonly gallery: FaceGallery;
  /** How many faces are kept of all people of a gallery. */
  kept(gallery: string): Promise<number>;
  /** Steps of storing at which it can be made to die, each until mended. */
  readonly breakings: readonly { readonly name: string; begin(): void }[];
  mend(): void;
  close(): Promise<void>;
}

export const openEmbedded = async (engine: FaceEngine): Promise<OpenGallery> => {
  const templates = templateStore(memoryTable(), vaultOf(1));
  let broken = false;
  const gallery = embeddedFaceGallery(engine, {
    ...templates,
    async put(...args) {
      if (broken) throw new MusterError('UNAVAILABLE', { port: 'table' });
      await templates.put(...args);
    },
  });
  return {
    gallery,
    kept: async (name) => (await templates.list(name)).reduce((sum, { references }) => sum + references.length, 0),
    breakings: [
      {
        name: 'writing templates',
        begin() {
          broken = true;
        },
      },
    ],
    mend() {
      broken = false;
    },
    close: async () => {},
  };
};

export interface OpenRekognition extends OpenGallery {
  readonly faults: PlannedFaults;
  readonly url: string;
  readonly client: RekognitionClient;
}

/** What storing a person's references asks of the service, in order. */
export const stepsOfStoring = [
  'ListFaces',
  'CreateCollection',
  'IndexFaces',
  'CreateUser',
  'AssociateFaces',
  'DisassociateFaces',
  'DeleteFaces',
] as const;

/** The server on a free port, and the adapter talking to it through the SDK. Pages are short, so that lists have several. */
export const openRekognition = async (
  engine: FaceEngine,
  { maxAttempts = 2, settleMs = 0, lagMs = 0, requestTimeoutMs = 30_000 } = {},
): Promise<OpenRekognition> => {
  const faults = plannedFaults();
  const server = await startRekognitionServer({ engine, port: 0, faults, settleMs, lagMs });
  const client = rekognitionClient({ region: 'eu-west-1', endpoint: server.url, maxAttempts, requestTimeoutMs });
  const always = 1_000;
  return {
    gallery: rekognitionFaceGallery(client, { firstPause: 20, pageLength: 2 }),
    faults,
    url: server.url,
    client,
    async kept(name) {
      try {
        const command = new DescribeCollectionCommand({ CollectionId: `muster-${name}` });
        return (await client.send(command)).FaceCount ?? 0;
      } catch (error) {
        if (error instanceof Error && error.name === 'ResourceNotFoundException') return 0;
        throw error;
      }
    },
    breakings: stepsOfStoring.flatMap((step) => [
      { name: `${step} refused`, begin: () => faults.next(step, always, 'InternalServerError') },
      { name: `${step} done and its answer lost`, begin: () => faults.loseAnswers(step, always) },
    ]),
    mend: () => faults.clear(),
    async close() {
      client.destroy();
      await server.close();
    },
  };
};
