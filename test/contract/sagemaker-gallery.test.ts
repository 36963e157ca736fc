import type { FaceEngine } from '../../face-engine/index.ts';
import { openRememberingEngine } from '../support/remembering-engine.ts';
import { openSagemaker } from '../support/sagemaker-galleries.ts';
import { describeFaceGallery } from './face-gallery-contract.ts';

let engine: FaceEngine;
beforeAll(async () => {
  engine = await openRememberingEngine();
});
afterAll(() => engine?.close());

describeFaceGallery('a SageMaker endpoint', () => openSagemaker(engine));
