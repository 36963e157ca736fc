import sharp from 'sharp';

/** Chromium plays a film of JPEGs at 30 a second, and takes a core for it; this format says how many it is. */
const picturesASecond = 5;

/** Planes of a picture in YUV 4:2:0, as film has it (ITU-R BT.601: Y from 16 to 235, the others from 16 to 240). */
const planesOf = (rgb: Uint8Array, width: number, height: number): Uint8Array => {
  const quarter = (width / 2) * (height / 2);
  const planes = new Uint8ClampedArray(width * height + 2 * quarter);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 3;
      const [r = 0, g = 0, b = 0] = [rgb[at], rgb[at + 1], rgb[at + 2]];
      planes[y * width + x] = 16 + (65.481 * r + 128.553 * g + 24.966 * b) / 255;
      if (x % 2 === 1 || y % 2 === 1) continue;
      const chroma = width * height + (y / 2) * (width / 2) + x / 2;
      planes[chroma] = 128 + (-37.797 * r - 74.203 * g + 112 * b) / 255;
      planes[chroma + quarter] = 128 + (112 * r - 93.786 * g - 18.214 * b) / 255;
    }
  }
  return new Uint8Array(planes.buffer);
};

const even = (length = 0): number => length - (length % 2);

/** Pictures of one size as a film (YUV4MPEG2) that a fake camera shows one after another, for ever. */
export const filmOf = async (pictures: readonly Uint8Array[]): Promise<Buffer> => {
  const [first = Buffer.alloc(0)] = pictures;
  const size = await sharp(first).metadata();
  const [width, height] = [even(size.width), even(size.height)];
  const frames = pictures.map(async (picture) => {
    const rgb = await sharp(picture).extract({ left: 0, top: 0, width, height }).removeAlpha().raw().toBuffer();
    return [Buffer.from('FRAME\n'), planesOf(rgb, width, height)];
  });
  const head = `YUV4MPEG2 W${width} H${height} F${picturesASecond}:1 Ip A1:1 C420\n`;
  return Buffer.concat([Buffer.from(head), ...(await Promise.all(frames)).flat()]);
};
