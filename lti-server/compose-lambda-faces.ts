import type { FaceGallery } from '../core/ports/face-gallery.ts';
import { ConfigError } from './config.ts';
import type { LambdaConfig } from './config-lambda.ts';

/** What recognises on AWS. The one place where an engine is chosen there. @throws ConfigError */
export const openLambdaGallery = async (config: LambdaConfig): Promise<FaceGallery> => {
  const { AWS_REGION: region, REKOGNITION_ENDPOINT: endpoint } = config;
  switch (config.FACES) {
    case 'rekognition': {
      const [{ rekognitionClient }, { rekognitionFaceGallery }] = await Promise.all([
        import('../connectors/rekognition/client.ts'),
        import('../connectors/rekognition/face-gallery.ts'),
      ]);
      return rekognitionFaceGallery(rekognitionClient({ region, ...(endpoint === undefined ? {} : { endpoint }) }));
    }
    default:
      throw new ConfigError(`These settings are wrong:\n  FACES: ${config.FACES} is not to be had in this release`);
  }
};
