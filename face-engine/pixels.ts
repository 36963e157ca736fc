import sharp from 'sharp';
import type { PixelMemory } from './pixel-memory.ts';

/** Interleaved RGB, 8 bits, in memory that workers share without a copy. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array<SharedArrayBuffer>;
}

/** Fractions of nothing: pixels of the picture they are of. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const longestSide = 2000;

/** Bytes that are no picture that can be read. */
export class UnreadablePicture extends Error {
  override readonly name = 'UnreadablePicture';
}

const shared = (memory: PixelMemory, bytes: Uint8Array, width: number, height: number): Pixels => {
  const data = memory.take(width * height * 3);
  data.set(bytes);
  return { width, height, data };
};

/**
 * JPEG, PNG or WebP as upright RGB (EXIF orientation applied), at most 2000 pixels on its longest side; larger JPEGs
 * are shrunk while they are decoded. @throws UnreadablePicture
 */
export const decode = async (bytes: Uint8Array, memory: PixelMemory): Promise<Pixels> => {
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: 120_000_000 })
      .rotate()
      .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#808080' })
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    return shared(memory, data, info.width, info.height);
  } catch (error) {
    throw new UnreadablePicture('The picture cannot be read.', { cause: error });
  }
};

/** The picture made smaller (or larger) as a whole, with an anti-aliasing filter. */
export const resize = async (pixels: Pixels, width: number, height: number, memory: PixelMemory): Promise<Pixels> => {
  const raw = { width: pixels.width, height: pixels.height, channels: 3 as const };
  const data = await sharp(pixels.data, { raw })
    .resize(width, height, { fit: 'fill', kernel: 'linear' })
    .raw()
    .toBuffer();
  return shared(memory, data, width, height);
};
