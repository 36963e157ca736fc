import { uploadOf } from '../../../../scripts/deploy/assets.ts';

describe('a file of the pages in the bucket', () => {
  it('given a hash in its name, is kept for good', () => {
    expect(uploadOf('index-BvT3k9aQ.js')).toEqual({
      key: 'assets/index-BvT3k9aQ.js',
      contentType: 'text/javascript; charset=utf-8',
      cacheControl: 'public, max-age=31536000, immutable',
    });
  });

  it('given none, is asked for again each time', () => {
    expect(uploadOf('logo.svg')).toMatchObject({ contentType: 'image/svg+xml', cacheControl: 'no-cache' });
  });

  it('of a kind that nobody has thought of is refused: browsers would not run it', () => {
    expect(() => uploadOf('module-BvT3k9aQ.xyz')).toThrow('no content type');
  });
});
