import { createEngine } from '../../face-engine/index.ts';
import { startRekognitionServer } from '../../face-engine/rekognition/server.ts';
import { courseIds, openPracticeClass } from '../support/practice-class.ts';
import { describePracticeClass } from './practice-class-contract.ts';

const open = async () => {
  const engine = await createEngine({ workers: 2 });
  const server = await startRekognitionServer({ engine, port: 0 });
  const faces = { FACES: 'rekognition', AWS_REGION: 'eu-west-1', REKOGNITION_ENDPOINT: server.url };
  const practice = await openPracticeClass(courseIds, faces);
  return {
    ...practice,
    async close() {
      await practice.close();
      await server.close();
      await engine.close();
    },
  };
};

describePracticeClass("a server of Rekognition's protocol", open);
