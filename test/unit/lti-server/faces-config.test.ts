import { ConfigError, loadConfig } from '../../../lti-server/config.ts';

describe('which engine recognises', () => {
  it('is the embedded one unless somebody says otherwise, whatever region the machine is in', () => {
    expect(loadConfig({}).faces).toEqual({ kind: 'embedded', workers: undefined, models: undefined });
    expect(loadConfig({ AWS_REGION: 'eu-west-1', MUSTER_FACE_WORKERS: '2' }).faces).toEqual({
      kind: 'embedded',
      workers: 2,
      models: undefined,
    });
  });

  it('is Rekognition of a region, or a server that speaks its protocol', () => {
    const environment = { FACES: 'rekognition', AWS_REGION: 'eu-west-1' };
    expect(loadConfig(environment).faces).toMatchObject({
      kind: 'rekognition',
      region: 'eu-west-1',
      endpoint: undefined,
    });
    const endpoint = 'http://127.0.0.1:8440';
    expect(loadConfig({ ...environment, REKOGNITION_ENDPOINT: endpoint }).faces).toMatchObject({ endpoint });
  });

  it("keeps AWS's thresholds unless an institution sets its own", () => {
    const environment = { FACES: 'rekognition', AWS_REGION: 'eu-west-1' };
    expect(loadConfig(environment).faces).toMatchObject({ thresholds: { match: undefined, review: undefined } });
    const own = { ...environment, FACES_MATCH: '98.5', FACES_REVIEW: '85' };
    expect(loadConfig(own).faces).toMatchObject({ thresholds: { match: 98.5, review: 85 } });
  });

  it.each([
    [{ FACES: 'rekognition', AWS_REGION: 'eu-west-1', FACES_MATCH: '101' }, 'FACES_MATCH'],
    [{ FACES: 'rekognition', AWS_REGION: 'eu-west-1', FACES_MATCH: 'high' }, 'FACES_MATCH'],
    [{ FACES: 'rekognition', AWS_REGION: 'eu-west-1', FACES_MATCH: '80' }, 'FACES_REVIEW'],
    [{ FACES: 'rekognition', AWS_REGION: 'eu-west-1', FACES_REVIEW: '99' }, 'FACES_REVIEW'],
    [{ FACES_MATCH: '98' }, 'FACES_MATCH'],
    [{ FACES: 'rekognition' }, 'AWS_REGION'],
    [{ FACES: 'guessing' }, 'FACES'],
    [
      { FACES: 'rekognition', AWS_REGION: 'eu-west-1', REKOGNITION_ENDPOINT: 'file:///etc/passwd' },
      'REKOGNITION_ENDPOINT',
    ],
  ])('is refused by the name of the setting, its value unsaid: %j', (environment, name) => {
    const load = () => loadConfig(environment);
    expect(load).toThrow(ConfigError);
    expect(load).toThrow(name);
    for (const value of ['guessing', 'passwd']) expect(load).not.toThrow(value);
  });
});
