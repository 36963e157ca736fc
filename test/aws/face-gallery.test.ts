import { findAwsAccount } from '../../scripts/find-aws.ts';
import { describeFaceGallery } from '../contract/face-gallery-contract.ts';
import { openAwsRekognition } from '../support/aws-rekognition.ts';

/** `npm run test:aws`: never part of `npm test`, and a failure in words where there is no account. */
describeFaceGallery(
  'Amazon Rekognition',
  async () => openAwsRekognition((await findAwsAccount(process.env)).region),
  /^(?!unknown)\S+$/,
);
