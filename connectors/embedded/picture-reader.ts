import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { MusterError } from '../../core/errors.ts';
import type { PictureReader } from '../../core/ports/picture-reader.ts';

const maxBytes = 20_000_000;
const maxPixels = 100_000_000;
const minSide = 80;
const longestSide = 2000;
const quality = 90;

/** First bytes of what is taken. Everything else (GIF, SVG, TIFF, PDF, HEIC) is refused before a decoder sees it. */
const kindOf = (bytes: Uint8Array): 'jpeg' | 'png' | 'webp' | null => {
  const at = (offset: number, text: string) =>
    [...text].every((letter, index) => bytes[offset + index] === letter.charCodeAt(0));
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg';
  if (bytes[0] === 0x89 && at(1, 'PNG\r\n')) return 'png';
  return at(0, 'RIFF') && at(8, 'WEBP') ? 'webp' : null;
};

/** An APNG says so in a chunk before its first image data (PNG third edition, 11.3.6). Decoders show its first frame. */
const isAnimatedPng = (bytes: Uint8Array): boolean => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 8;
  while (at + 8 <= bytes.byteLength) {
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (type === 'acTL') return true;
    if (type === 'IDAT') return false;
    at += 12 + view.getUint32(at);
  }
  return false;
};

const refuse = (
  code: 'IMAGE_TOO_LARGE' | 'IMAGE_TYPE_UNSUPPORTED' | 'IMAGE_UNREADABLE' | 'IMAGE_ANIMATED' | 'IMAGE_TOO_SMALL',
  cause?: unknown,
): never => {
  throw new MusterError(code, {}, { cause });
};

/** Half a picture is no picture, and a damaged one might show another face. */
const open = (bytes: Uint8Array) => sharp(bytes, { failOn: 'warning', limitInputPixels: maxPixels });

const assertUsable = async (bytes: Uint8Array): Promise<{ longest: number }> => {
  if (bytes.byteLength > maxBytes) refuse('IMAGE_TOO_LARGE');
  if (bytes.byteLength === 0) refuse('IMAGE_UNREADABLE');
  const kind = kindOf(bytes);
  if (kind === null) refuse('IMAGE_TYPE_UNSUPPORTED');
  if (kind === 'png' && isAnimatedPng(bytes)) refuse('IMAGE_ANIMATED');
  const { width, height, pages } = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch((error: unknown) => refuse('IMAGE_UNREADABLE', error));
  if ((pages ?? 1) > 1) refuse('IMAGE_ANIMATED');
  if (width * height > maxPixels) refuse('IMAGE_TOO_LARGE');
  if (Math.min(width, height) < minSide) refuse('IMAGE_TOO_SMALL');
  return { longest: Math.max(width, height) };
};

/**
 * Pictures by sharp (libvips). What is kept is made anew: upright, sRGB, 8 bits, no alpha, and none of the metadata.
 * HEIC is refused: no decoder for it comes under a licence that Muster may ship; phones send JPEG when asked to.
 */
export const pictureReader = (): PictureReader => ({
  async clean(bytes) {
    const { longest } = await assertUsable(bytes);
    try {
      const { data, info } = await open(bytes)
        .rotate()
        .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
        .flatten({ background: '#808080' })
        .toColourspace('srgb')
        .jpeg({ quality })
        .toBuffer({ resolveWithObject: true });
      return {
        jpeg: data,
        width: info.width,
        height: info.height,
        scale: longest / Math.max(info.width, info.height),
        hash: createHash('sha256').update(bytes).digest('hex'),
      };
    } catch (error) {
      return refuse('IMAGE_UNREADABLE', error);
    }
  },
  async crop(jpeg, box, margin, side) {
    const { width, height } = await sharp(jpeg).metadata();
    const left = Math.min(width - 1, Math.max(0, Math.floor((box.left - box.width * margin) * width)));
    const top = Math.min(height - 1, Math.max(0, Math.floor((box.top - box.height * margin) * height)));
    const right = Math.min(width, Math.ceil((box.left + box.width * (1 + margin)) * width));
    const bottom = Math.min(height, Math.ceil((box.top + box.height * (1 + margin)) * height));
    return sharp(jpeg)
      .extract({ left, top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) })
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality })
      .toBuffer();
  },
});
