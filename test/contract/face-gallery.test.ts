import { createEngine, type FaceEngine } from '../../face-engine/index.ts';
import { openEmbedded, openRekognition } from '../support/face-galleries.ts';
import { describeFaceGallery } from './face-gallery-contract.ts';

let engine: FaceEngine;
beforeAll(async () => {
  engine = await createEngine({ workers: 2 });
});
afterAll(() => engine?.close());

describeFaceGallery('this process', () => openEmbedded(engine));
describeFaceGallery("Rekognition's protocol", () => openRekognition(engine));
