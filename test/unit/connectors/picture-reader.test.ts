import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { pictureReader } from '../../../connectors/embedded/picture-reader.ts';
import { badPictures, nobody, oddVersions } from '../../support/bad-pictures.ts';

const reader = pictureReader();

/** 300 x 200: red above left, green above right, blue below left, white below right. */
const quarters = async (): Promise<Buffer> => {
  const quarter = (background: string) =>
    sharp({ create: { width: 150, height: 100, channels: 3, background } })
      .png()
      .toBuffer();
  return sharp({ create: { width: 300, height: 200, channels: 3, background: '#fff' } })
    .composite([
      { input: await quarter('#d02020'), left: 0, top: 0 },
      { input: await quarter('#20b020'), left: 150, top: 0 },
      { input: await quarter('#2020d0'), left: 0, top: 100 },
    ])
    .jpeg({ quality: 95 })
    .toBuffer();
};

type Colour = readonly [red: number, green: number, blue: number];

const colourAt = async (jpeg: Uint8Array, left: number, top: number): Promise<Colour> => {
  const { data, info } = await sharp(jpeg).raw().toBuffer({ resolveWithObject: true });
  const at = (Math.floor(top * info.height) * info.width + Math.floor(left * info.width)) * info.channels;
  return [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
};

const strongest = ([red, green, blue]: Colour) => {
  if (Math.min(red, green, blue) > 180) return 'white';
  return red > green && red > blue ? 'red' : green > blue ? 'green' : 'blue';
};

describe('a picture that is no picture, or not one that is taken', () => {
  for (const { name, make, code, status } of badPictures) {
    it(`is refused: ${name} (${code})`, async () => {
      await expect(reader.clean(await make())).rejects.toMatchObject({ code, status, message: code });
    });
  }
});

describe('a picture that is kept', () => {
  for (const { name, of } of oddVersions) {
    it(`is upright sRGB of 8 bits, in its colours, when it came ${name}`, async () => {
      const { jpeg, width, height } = await reader.clean(await of(await quarters()));
      expect([width, height]).toEqual([300, 200]);
      const { format, channels, depth, hasAlpha, space } = await sharp(jpeg).metadata();
      expect({ format, channels, depth, hasAlpha, space }).toEqual({
        format: 'jpeg',
        channels: 3,
        depth: 'uchar',
        hasAlpha: false,
        space: 'srgb',
      });
      if (name === 'greyscale') {
        const [red, green, blue] = await colourAt(jpeg, 0.25, 0.25);
        expect(Math.max(red, green, blue) - Math.min(red, green, blue)).toBeLessThan(8);
        return;
      }
      expect(strongest(await colourAt(jpeg, 0.25, 0.25))).toBe('red');
      expect(strongest(await colourAt(jpeg, 0.75, 0.25))).toBe('green');
      expect(strongest(await colourAt(jpeg, 0.25, 0.75))).toBe('blue');
      expect(strongest(await colourAt(jpeg, 0.75, 0.75))).toBe('white');
    });
  }

  it('tells nothing of where, when and by what it was taken', async () => {
    const tattling = await sharp(await quarters())
      .withExif({
        IFD0: { Make: 'TattlePhone', Model: 'X1', Copyright: 'Ada' },
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' },
      })
      .withXmp(
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></x:xmpmeta>',
      )
      .withIccProfile('p3')
      .jpeg()
      .toBuffer();
    expect(tattling.includes('TattlePhone')).toBe(true);
    const { jpeg } = await reader.clean(tattling);
    const { exif, icc, xmp, iptc } = await sharp(jpeg).metadata();
    expect({ exif, icc, xmp, iptc }).toEqual({ exif: undefined, icc: undefined, xmp: undefined, iptc: undefined });
    expect(Buffer.from(jpeg).includes('TattlePhone')).toBe(false);
  });

  it('is at most 2000 pixels long, and says how much longer it came', async () => {
    const large = await sharp({ create: { width: 5000, height: 2500, channels: 3, background: '#345' } })
      .jpeg()
      .toBuffer();
    expect(await reader.clean(large)).toMatchObject({ width: 2000, height: 1000, scale: 2.5 });
  });

  it('is never made larger', async () => {
    expect(await reader.clean(await quarters())).toMatchObject({ width: 300, height: 200, scale: 1 });
  });

  it('is named by the SHA-256 of what came in', async () => {
    const bytes = await quarters();
    const { hash } = await reader.clean(bytes);
    expect(hash).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it('needs no face: that is for others to judge', async () => {
    expect(await reader.clean(await nobody.make())).toMatchObject({ width: 600, height: 800 });
  });

  it('may have a side of exactly 80 pixels', async () => {
    const small = await sharp({ create: { width: 80, height: 80, channels: 3, background: '#345' } })
      .png()
      .toBuffer();
    expect(await reader.clean(small)).toMatchObject({ width: 80, height: 80 });
  });
});

describe('a crop', () => {
  const box = { left: 0.5, top: 0, width: 0.5, height: 0.5 };

  it('shows the box', async () => {
    const crop = await reader.crop(await quarters(), box, 0, 400);
    const { width, height } = await sharp(crop).metadata();
    expect([width, height]).toEqual([150, 100]);
    expect(strongest(await colourAt(crop, 0.5, 0.5))).toBe('green');
  });

  it('has the margin around it, as far as the picture goes', async () => {
    const { width, height } = await sharp(await reader.crop(await quarters(), box, 0.5, 400)).metadata();
    expect([width, height]).toEqual([225, 150]);
  });

  it('is at most as large as asked', async () => {
    const { width, height } = await sharp(await reader.crop(await quarters(), box, 0, 60)).metadata();
    expect([width, height]).toEqual([60, 40]);
  });

  it('of a box at the very edge is still a picture', async () => {
    const crop = await reader.crop(await quarters(), { left: 1, top: 1, width: 0, height: 0 }, 0, 60);
    expect((await sharp(crop).metadata()).format).toBe('jpeg');
  });
});
