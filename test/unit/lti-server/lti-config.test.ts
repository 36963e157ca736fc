import { ConfigError, loadConfig } from '../../../lti-server/config.ts';

const long = 'a secret of thirty-two characters, or more';

describe("where the LTI library's state is kept", () => {
  it('is the table unless somebody says otherwise', () => {
    expect(loadConfig({}).ltiStore).toEqual({ kind: 'table' });
  });

  it.each([
    'mongodb://localhost:27017/muster',
    'mongodb://user:p%40ss@one.test:27017,two.test:27017/muster?replicaSet=rs0&authSource=admin',
    'mongodb+srv://cluster.test/muster',
  ])('is a database of a MongoDB: %s', (uri) => {
    expect(loadConfig({ LTI_STORE: uri }).ltiStore).toEqual({ kind: 'mongodb', uri });
  });

  it.each([
    '',
    'dynamodb',
    'mongodb://',
    'mongodb://pass-word@host',
    'mongodb://pass-word@host/',
    'http://pass-word/a',
  ])('is refused by the name of the setting, its value unsaid: "%s"', (uri) => {
    const load = () => loadConfig({ LTI_STORE: uri });
    expect(load).toThrow(ConfigError);
    expect(load).toThrow('LTI_STORE');
    expect(load).not.toThrow('pass-word');
  });
});

describe('the secret that encrypts private keys', () => {
  it('is kept in the data folder unless it is given', () => {
    expect(loadConfig({}).secrets).toEqual({ current: undefined, previous: undefined });
    expect(loadConfig({ MUSTER_SECRET: long }).secrets).toEqual({ current: long, previous: undefined });
  });

  it.each(['MUSTER_SECRET', 'MUSTER_SECRET_PREVIOUS'])('is refused when %s is short, its value unsaid', (name) => {
    const load = () => loadConfig({ [name]: 'thirty-one characters are short' });
    expect(load).toThrow(ConfigError);
    expect(load).toThrow(name);
    expect(load).not.toThrow('characters are short');
  });
});

describe('the shared cache', () => {
  it('is none unless it is given, by TLS or without', () => {
    expect(loadConfig({}).cacheUrl).toBeUndefined();
    for (const url of ['redis://127.0.0.1:6379', 'rediss://:pass-word@cache.example:6379']) {
      expect(loadConfig({ CACHE_URL: url }).cacheUrl).toBe(url);
    }
  });

  it.each(['', 'cache.example', 'http://pass-word@cache.example', 'redis://pass-word @x'])(
    'is refused by the name of the setting, its value unsaid: "%s"',
    (url) => {
      const load = () => loadConfig({ CACHE_URL: url });
      expect(load).toThrow(ConfigError);
      expect(load).toThrow('CACHE_URL');
      expect(load).not.toThrow('pass-word');
    },
  );
});
