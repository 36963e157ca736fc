import { embeddedFaceGallery } from '../../connectors/embedded/face-gallery.ts';
import { templateStore } from '../../connectors/embedded/template-store.ts';
import { memoryTable } from '../../connectors/memory/memory-table.ts';
import { sagemakerClient } from '../../connectors/sagemaker/client.ts';
import { type SagemakerEngine, sagemakerEngine } from '../../connectors/sagemaker/engine.ts';
import { MusterError } from '../../core/errors.ts';
import type { FaceEngine } from '../../face-engine/index.ts';
import { vaultOf } from './a-vault.ts';
import type { OpenGallery } from './face-galleries.ts';
import { type SagemakerEndpoint, startSagemakerEndpoint } from './sagemaker-endpoint.ts';

export interface OpenSagemaker extends OpenGallery {
  readonly endpoint: SagemakerEndpoint;
  readonly engine: SagemakerEngine;
}

/** Our engine behind an endpoint of this machine, the adapter talking to it through the SDK, templates in the table. */
export const openSagemaker = async (engine: FaceEngine): Promise<OpenSagemaker> => {
  const endpoint = await startSagemakerEndpoint(engine);
  const client = sagemakerClient({ region: 'eu-west-1', endpoint: endpoint.url, maxAttempts: 2 });
  const remote = sagemakerEngine(client, endpoint.name);
  const templates = templateStore(memoryTable(), vaultOf(1));
  let broken = false;
  const store: typeof templates = {
    ...templates,
    async put(...args) {
      if (broken) throw new MusterError('UNAVAILABLE', { port: 'table' });
      await templates.put(...args);
    },
  };
  const always = 1_000;
  return {
    gallery: embeddedFaceGallery(remote, store, remote.describe),
    endpoint,
    engine: remote,
    kept: async (name) => (await templates.list(name)).reduce((sum, { references }) => sum + references.length, 0),
    breakings: [
      {
        name: 'writing templates',
        begin() {
          broken = true;
        },
      },
      { name: 'the endpoint refused', begin: () => endpoint.refuse(503, 'ServiceUnavailable', always) },
    ],
    mend() {
      broken = false;
      endpoint.mend();
    },
    async close() {
      await remote.close();
      await endpoint.close();
    },
  };
};
