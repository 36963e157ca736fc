import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { MusterError } from '../../core/errors.ts';
import { withinTime } from '../aws-client.ts';

/** The text of a secret's present version. @throws MusterError UNAVAILABLE, whatever the reason: nothing of it is told */
export const readSecretText = async (SecretId: string): Promise<string | undefined> => {
  const client = new SecretsManagerClient({
    ...withinTime(2_000, 5_000),
  });
  try {
    return (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString;
  } catch (error) {
    throw new MusterError('UNAVAILABLE', { port: 'secrets', operation: 'GetSecretValue' }, { cause: error });
  } finally {
    client.destroy();
  }
};
