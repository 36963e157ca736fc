import type { Logger } from 'pino';
import { embeddedFaceGallery } from '../connectors/embedded/face-gallery.ts';
import { faceLooks } from '../connectors/embedded/face-looks.ts';
import { secretKeyVault } from '../connectors/embedded/key-vault.ts';
import { templateStore } from '../connectors/embedded/template-store.ts';
import { rekognitionClient } from '../connectors/rekognition/client.ts';
import { rekognitionFaceGallery } from '../connectors/rekognition/face-gallery.ts';
import type { Table } from '../connectors/table.ts';
import type { FaceGallery } from '../core/ports/face-gallery.ts';
import { createEngine } from '../face-engine/index.ts';
import type { FacesConfig } from './config.ts';
import type { Secrets } from './data-key.ts';

export interface OpenFaces {
  gallery(table: Table): FaceGallery;
  close(): Promise<void>;
}

/** What recognises in this process: its own engine, or Rekognition with that engine for what only groups. */
export const openFaces = async (faces: FacesConfig, secrets: Secrets, logger: Logger): Promise<OpenFaces> => {
  const { workers, models } = faces;
  const open = () =>
    createEngine({
      ...(workers === undefined ? {} : { workers }),
      ...(models === undefined ? {} : { manifest: models }),
    });
  if (faces.kind === 'embedded') {
    const engine = await open();
    const vault = secretKeyVault(secrets, 'muster face templates');
    return {
      gallery: (table) => embeddedFaceGallery(engine, templateStore(table, vault)),
      close: () => engine.close(),
    };
  }
  const { region, endpoint, thresholds } = faces;
  const client = rekognitionClient({ region, ...(endpoint === undefined ? {} : { endpoint }) });
  const grouping = faceLooks(open);
  const gallery = rekognitionFaceGallery(client, {
    thresholds,
    looks: grouping.looks,
    onUse: (use) => logger.info(use, 'rekognition calls'),
    onUngrouped: (error) => logger.warn({ err: error }, 'faces of several photographs could not be grouped'),
  });
  return {
    gallery: () => gallery,
    async close() {
      client.destroy();
      await grouping.close();
    },
  };
};
