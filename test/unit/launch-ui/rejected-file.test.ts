import { whyRejected } from '../../../launch-ui/shell/rejected-file.ts';

describe('a file that cannot be sent', () => {
  const file = (name: string, type = '', size = 1000) => ({ name, type, size });

  it.each([
    ['a phone’s own format, by its name', file('IMG_0042.HEIC')],
    ['a phone’s own format, by its type', file('picture', 'image/heif')],
  ])('%s: says how to make the phone take another', (_, given) => {
    expect(whyRejected(given)).toMatch(/Most Compatible.*screenshot/);
  });

  it('that moves is told apart from one that is no picture', () => {
    expect(whyRejected(file('party.gif', 'image/gif'))).toMatch(/Moving pictures/);
    expect(whyRejected(file('notes.txt', 'text/plain'))).toMatch(/not a picture/);
    expect(whyRejected(file('scan.tiff', 'image/tiff'))).toMatch(/This kind of picture/);
  });

  it('that is too large says how large it is', () => {
    expect(whyRejected(file('class.jpg', 'image/jpeg', 31_500_000))).toMatch(/32 MB.*at most 20 MB/);
  });
});
