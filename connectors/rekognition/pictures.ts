import sharp from 'sharp';
import type { Box } from '../../core/biometrics/identification.ts';
import { MusterError } from '../../core/errors.ts';

/** docs.aws.amazon.com/rekognition/latest/dg/limits.html */
const maxBytes = 5 * 1024 * 1024;
const minSide = 80;
/** A face should be well above the smallest that is found; what is smaller is enlarged. */
const cropSide = 200;
const cropQuality = 95;

const unreadable = (cause: unknown) => new MusterError('IMAGE_UNREADABLE', {}, { cause });

/** The same picture as the service takes it: enlarged or compressed only when it must be. @throws IMAGE_UNREADABLE */
export const withinLimits = async (image: Uint8Array): Promise<Uint8Array> => {
  try {
    const { format, width, height } = await sharp(image).metadata();
    const small = Math.min(width, height) < minSide;
    if (!small && image.byteLength <= maxBytes && (format === 'jpeg' || format === 'png')) return image;
    const upright = sharp(image).rotate();
    const sized = small ? upright.resize({ width: minSide, height: minSide, fit: 'outside' }) : upright;
    const qualities = [90, 75, 50, 25];
    let made: Uint8Array = image;
    for (const quality of qualities) {
      made = await sized.clone().jpeg({ quality }).toBuffer();
      if (made.byteLength <= maxBytes) break;
    }
    return made;
  } catch (error) {
    throw unreadable(error);
  }
};

export interface Crop {
  readonly jpeg: Uint8Array;
  /** Where the middle of the face stands in it, as fractions. Not the crop's own when that ends at the picture's edge. */
  readonly centre: { readonly x: number; readonly y: number };
}

export interface OpenPicture {
  readonly width: number;
  readonly height: number;
  /** A box (fractions) made larger around its middle, as far as the picture goes. */
  crop(box: Box, factor: number): Promise<Crop>;
}

/** Decoded once for all its crops. @throws IMAGE_UNREADABLE */
export const openPicture = async (image: Uint8Array): Promise<OpenPicture> => {
  const { data, info } = await sharp(image)
    .rotate()
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((error: unknown) => {
      throw unreadable(error);
    });
  const { width, height, channels } = info;
  return {
    width,
    height,
    async crop(box, factor) {
      const middle = { x: (box.left + box.width / 2) * width, y: (box.top + box.height / 2) * height };
      const half = { x: (box.width * width * factor) / 2, y: (box.height * height * factor) / 2 };
      const left = Math.max(0, Math.floor(middle.x - half.x));
      const top = Math.max(0, Math.floor(middle.y - half.y));
      const wide = Math.max(1, Math.min(width, Math.ceil(middle.x + half.x)) - left);
      const high = Math.max(1, Math.min(height, Math.ceil(middle.y + half.y)) - top);
      const cut = sharp(data, { raw: { width, height, channels } }).extract({ left, top, width: wide, height: high });
      const sized =
        Math.min(wide, high) < cropSide
          ? cut.resize({ width: cropSide, height: cropSide, fit: 'outside', kernel: 'cubic' })
          : cut;
      return {
        jpeg: await sized.jpeg({ quality: cropQuality, chromaSubsampling: '4:4:4' }).toBuffer(),
        centre: { x: (middle.x - left) / wide, y: (middle.y - top) / high },
      };
    },
  };
};
