import { loadConfig } from '../../../lti-server/config.ts';

describe('where browsers reach the tool', () => {
  it('is this machine unless told otherwise', () => {
    expect(loadConfig({ PORT: '9000' })).toMatchObject({ publicUrl: 'http://localhost:9000', host: '127.0.0.1' });
  });

  it.each(['https://muster.example', 'https://muster.example:8443/', 'http://localhost:9000', 'http://127.0.0.1:1'])(
    'may be %s',
    (url) => {
      expect(loadConfig({ MUSTER_PUBLIC_URL: url }).publicUrl).toBe(new URL(url).origin);
    },
  );

  it.each([
    'http://muster.example',
    'https://muster.example/path',
    'https://me:secret@muster.example',
    'https://muster.example/?a=b',
    'ftp://muster.example',
    'muster.example',
  ])('may not be %s, and the value is not printed', (url) => {
    expect(() => loadConfig({ MUSTER_PUBLIC_URL: url })).toThrow(/MUSTER_PUBLIC_URL: must be https/);
    expect(() => loadConfig({ MUSTER_PUBLIC_URL: url })).not.toThrow(url);
  });

  it('trusts the proxy on this machine, or those that are named', () => {
    expect(loadConfig({}).trustProxy).toEqual(['loopback']);
    expect(loadConfig({ MUSTER_TRUST_PROXY: '10.0.0.0/8, 192.0.2.1' }).trustProxy).toEqual(['10.0.0.0/8', '192.0.2.1']);
  });
});
