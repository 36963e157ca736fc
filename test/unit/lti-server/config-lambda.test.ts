import { loadLambdaConfig } from '../../../lti-server/config-lambda.ts';
import { readSecrets } from '../../../lti-server/lambda-secrets.ts';

const env = {
  AWS_REGION: 'eu-west-1',
  MUSTER_STAGE: 'prod',
  MUSTER_PUBLIC_URL: 'https://muster.example',
  TABLE_NAME: 'muster-prod',
  PUBLISH_QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/111122223333/publish.fifo',
};

describe("a function's settings", () => {
  it('are what is needed, and what else is there', () => {
    const config = loadLambdaConfig(env, ['MUSTER_STAGE', 'TABLE_NAME']);
    expect(config).toMatchObject({ TABLE_NAME: 'muster-prod', FACES: 'rekognition', MUSTER_ALLOW_HTTP_LOOPBACK: 'no' });
    expect(config.MEDIA_BUCKET).toBeUndefined();
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('are told of all at once, and no value is', () => {
    const wrong = {
      ...env,
      MUSTER_STAGE: 'PROD!',
      MUSTER_PUBLIC_URL: 'http://muster.example/path',
      PUBLISH_QUEUE_URL: 'https://sqs.example/queue',
      SECRET_ARN: 'hunter2',
      FACES: 'magic',
    };
    const load = () => loadLambdaConfig(wrong, ['MEDIA_BUCKET', 'SECRET_ARN']);
    for (const name of [
      'MUSTER_STAGE',
      'MUSTER_PUBLIC_URL',
      'PUBLISH_QUEUE_URL',
      'SECRET_ARN',
      'FACES',
      'MEDIA_BUCKET',
    ]) {
      expect(load).toThrow(new RegExp(`  ${name}: `));
    }
    for (const value of ['PROD!', 'muster.example', 'queue"', 'hunter2', 'magic']) expect(load).not.toThrow(value);
  });

  it('that are empty are missing', () => {
    expect(() => loadLambdaConfig({ ...env, TABLE_NAME: '' }, ['TABLE_NAME'])).toThrow(/TABLE_NAME: is needed/);
  });

  it('need a region', () => {
    expect(() => loadLambdaConfig({ ...env, AWS_REGION: undefined }, [])).toThrow(/AWS_REGION: is needed/);
  });
});

describe('the secret', () => {
  const [secret, previous, originKey, previousOriginKey] = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(40));
  it('has a present one and the origin key, perhaps one before of each', () => {
    expect(readSecrets(JSON.stringify({ secret, previous, originKey, previousOriginKey }))).toEqual({
      current: secret,
      previous: [previous],
      originKeys: [originKey, previousOriginKey],
    });
    for (const more of [{}, { previous: '', previousOriginKey: '' }]) {
      expect(readSecrets(JSON.stringify({ secret, originKey, ...more }))).toEqual({
        current: secret,
        previous: [],
        originKeys: [originKey],
      });
    }
  });
  it.each([
    undefined,
    '',
    'x',
    '{}',
    JSON.stringify({ secret: 'short', originKey: 'hunter2' }),
    JSON.stringify({ secret, originKey, previousOriginKey: 'hunter2' }),
  ])('is refused without a word of it: %j', (text) => {
    expect(() => readSecrets(text)).toThrow(/The secret is not as it must be/);
    expect(() => readSecrets(text)).not.toThrow('hunter2');
  });
});
