import sharp from 'sharp';
import { type ErrorCode, errorCodes } from '../../core/errors.ts';

/** Uploads that are no picture Muster takes, with what each must get, wherever pictures come in. */
export interface BadPicture {
  readonly name: string;
  make(): Promise<Uint8Array>;
  readonly code: ErrorCode;
  readonly status: number;
}

const noise = (width: number, height: number) =>
  sharp({
    create: { width, height, channels: 3, background: '#888', noise: { type: 'gaussian', mean: 128, sigma: 40 } },
  });
const plain = (width: number, height: number, background = '#557799') =>
  sharp({ create: { width, height, channels: 3, background } });

const text = (words: string) => async () => new TextEncoder().encode(words.padEnd(2000, ' \n'));
const half = (bytes: Uint8Array) => bytes.subarray(0, Math.floor(bytes.byteLength / 2));

/** Overwrites a stretch in the middle. */
const damaged = (bytes: Uint8Array): Uint8Array => {
  const middle = Math.floor(bytes.byteLength / 2);
  return bytes.map((byte, at) => (at >= middle && at < middle + 400 ? (at * 37) & 0xff : byte));
};

const jpeg = () => noise(600, 400).jpeg({ quality: 90 }).toBuffer();
const png = () => noise(600, 400).png().toBuffer();

/** The first box of an ISO base media file, which tells its kind (ISO 14496-12, 4.3). */
const heic = async () =>
  Buffer.concat([Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), Buffer.alloc(2000)]);

const animatedWebp = () =>
  sharp(Buffer.concat([Buffer.alloc(90_000 * 3, 40), Buffer.alloc(90_000 * 3, 200)]), {
    raw: { width: 300, height: 600, channels: 3, pageHeight: 300 },
  })
    .webp()
    .toBuffer();

/** A PNG is an APNG once it says acTL before its image data; its checksum is not what decides. */
const animatedPng = async () => {
  const still = await png();
  const chunk = Buffer.from('\0\0\0\x08acTL\0\0\0\x02\0\0\0\0\0\0\0\0', 'latin1');
  const afterHeader = 8 + 25;
  return Buffer.concat([still.subarray(0, afterHeader), chunk, still.subarray(afterHeader)]);
};

const bad = (name: string, code: ErrorCode, make: () => Promise<Uint8Array>): BadPicture => ({
  name,
  make,
  code,
  status: errorCodes[code],
});

export const badPictures: readonly BadPicture[] = [
  bad('a file of more than 20 MB', 'IMAGE_TOO_LARGE', async () =>
    Buffer.concat([await jpeg(), Buffer.alloc(20_000_000)]),
  ),
  bad('a small file that unfolds into 120 million pixels', 'IMAGE_TOO_LARGE', () =>
    plain(12_000, 10_000).png().toBuffer(),
  ),
  bad('an empty file', 'IMAGE_UNREADABLE', async () => new Uint8Array()),
  bad('a JPEG that ends half-way', 'IMAGE_UNREADABLE', async () => half(await jpeg())),
  bad('a JPEG damaged in the middle', 'IMAGE_UNREADABLE', async () => damaged(await jpeg())),
  bad('a PNG that ends half-way', 'IMAGE_UNREADABLE', async () => half(await png())),
  bad('a PNG damaged in the middle', 'IMAGE_UNREADABLE', async () => damaged(await png())),
  bad('a WebP that ends half-way', 'IMAGE_UNREADABLE', async () => half(await noise(600, 400).webp().toBuffer())),
  bad('the first bytes of a JPEG and then nonsense', 'IMAGE_UNREADABLE', async () =>
    Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(5000, 0x5a)]),
  ),
  bad('a text', 'IMAGE_TYPE_UNSUPPORTED', text('This is not a picture.')),
  bad('a web page', 'IMAGE_TYPE_UNSUPPORTED', text('<!doctype html><script>alert(1)</script>')),
  bad('a PDF', 'IMAGE_TYPE_UNSUPPORTED', text('%PDF-1.7')),
  bad('an SVG', 'IMAGE_TYPE_UNSUPPORTED', text('<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400"/>')),
  bad('a GIF', 'IMAGE_TYPE_UNSUPPORTED', () => plain(300, 300).gif().toBuffer()),
  bad('a TIFF', 'IMAGE_TYPE_UNSUPPORTED', () => plain(300, 300).tiff().toBuffer()),
  bad('an AVIF', 'IMAGE_TYPE_UNSUPPORTED', () => plain(300, 300).avif({ effort: 0 }).toBuffer()),
  bad('a HEIC as iPhones take it', 'IMAGE_TYPE_UNSUPPORTED', heic),
  bad('an animated WebP', 'IMAGE_ANIMATED', animatedWebp),
  bad('an animated PNG', 'IMAGE_ANIMATED', animatedPng),
  bad('a picture with a side under 80 pixels', 'IMAGE_TOO_SMALL', () => noise(400, 79).jpeg().toBuffer()),
];

/** A picture in which there is nobody: fine as a picture, refused where a face is needed. */
export const nobody: BadPicture = bad('a picture without a face', 'FACE_NOT_FOUND', () =>
  plain(600, 800).jpeg().toBuffer(),
);

/** Unusual ways to store a good picture. Each must be read like the picture itself. */
export const oddVersions: readonly { readonly name: string; of(picture: Uint8Array): Promise<Uint8Array> }[] = [
  ...[
    [2, 'mirrored', 0, 'flop'],
    [3, 'upside down', 180, null],
    [6, 'turned to the left', 270, null],
    [8, 'turned to the right', 90, null],
  ].map(([orientation, how, angle, mirror]) => ({
    name: `stored ${how}, with an EXIF orientation that says so`,
    of: async (picture: Uint8Array) => {
      const turned = sharp(await sharp(picture).rotate(Number(angle)).toBuffer());
      return (mirror === null ? turned : turned.flop())
        .withMetadata({ orientation: Number(orientation) })
        .jpeg({ quality: 95 })
        .toBuffer();
    },
  })),
  { name: 'CMYK', of: (picture) => sharp(picture).toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer() },
  { name: '16 bits a channel', of: (picture) => sharp(picture).toColourspace('rgb16').png().toBuffer() },
  {
    name: 'greyscale',
    of: (picture) => sharp(picture).greyscale().toColourspace('b-w').jpeg({ quality: 95 }).toBuffer(),
  },
  { name: 'a palette of 256 colours', of: (picture) => sharp(picture).png({ palette: true, colours: 256 }).toBuffer() },
  { name: 'with an alpha channel', of: (picture) => sharp(picture).ensureAlpha(0.99).png().toBuffer() },
  {
    name: 'with a wide colour profile',
    of: (picture) => sharp(picture).withIccProfile('p3').jpeg({ quality: 95 }).toBuffer(),
  },
  { name: 'a progressive JPEG', of: (picture) => sharp(picture).jpeg({ progressive: true, quality: 95 }).toBuffer() },
  { name: 'a WebP', of: (picture) => sharp(picture).webp({ quality: 95 }).toBuffer() },
  {
    name: 'with bytes after its end, as some phones leave them',
    of: async (picture) =>
      Buffer.concat([await sharp(picture).jpeg({ quality: 95 }).toBuffer(), Buffer.alloc(5000, 7)]),
  },
];
