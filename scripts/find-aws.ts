import { rekognitionClient } from '../connectors/rekognition/client.ts';

/** The region whose account the tests may use. @throws Error that says what is missing */
export const findAwsAccount = async (
  environment: Readonly<Record<string, string | undefined>>,
): Promise<{ readonly region: string }> => {
  const region = environment.AWS_REGION;
  if (region === undefined || region === '') {
    throw new Error('AWS_REGION is not set: name the region in which Rekognition may be tried out, such as eu-west-1.');
  }
  const client = rekognitionClient({ region });
  try {
    await client.config.credentials();
    return { region };
  } catch {
    throw new Error(
      'No AWS credentials were found. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE; the user needs the rekognition actions of the function `identify`. These tests make and delete collections of their own and cost less than a dollar.',
    );
  } finally {
    client.destroy();
  }
};
