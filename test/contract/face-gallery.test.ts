import type { FaceEngine } from '../../face-engine/index.ts';
import { openEmbedded, openRekognition } from '../support/face-galleries.ts';
import { openRememberingEngine } from '../support/remembering-engine.ts';
import { describeFaceGallery } from './face-gallery-contract.ts';

let engine: FaceEngine;
beforeAll(async () => {
  engine = await openRememberingEngine();
});
afterAll(() => engine?.close());

describeFaceGallery('this process', () => openEmbedded(engine));
describeFaceGallery("Rekognition's protocol", () => openRekognition(engine));
describeFaceGallery("Rekognition's protocol, lists lagging and users becoming active late", () =>
  openRekognition(engine, { lagMs: 60, settleMs: 60 }),
);
