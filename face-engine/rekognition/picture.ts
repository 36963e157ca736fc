import sharp from 'sharp';
import { type FaceEngine, UnreadablePicture } from '../index.ts';
import type { AnalysedFace } from '../messages.ts';
import { Fault, invalidParameter } from './fault.ts';
import type { Image } from './fields.ts';

/** docs.aws.amazon.com/rekognition/latest/dg/limits.html */
export const maxBytes = 5 * 1024 * 1024;
const minSide = 80;
const maxSide = 10_000;
const maxFaces = 100;

export interface Picture {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** At most a hundred, largest first. */
  readonly faces: readonly AnalysedFace[];
}

export const imageTooLarge = () => new Fault('ImageTooLargeException', 'Image size is too large');

const badFormat = () => new Fault('InvalidImageFormatException', 'Request has invalid image format');

const bytesOf = ({ Bytes, S3Object }: Image): Uint8Array => {
  if (S3Object !== undefined && Bytes === undefined) {
    throw new Fault('InvalidS3ObjectException', 'Unable to get object metadata from S3: there is no S3 here.');
  }
  if (Bytes === undefined || Bytes === '' || S3Object !== undefined) throw invalidParameter();
  const bytes = Buffer.from(Bytes, 'base64');
  if (bytes.byteLength > maxBytes) throw imageTooLarge();
  return bytes;
};

const assertTakeable = async (bytes: Uint8Array): Promise<void> => {
  const { format, width, height } = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch(() => {
      throw badFormat();
    });
  if (format !== 'jpeg' && format !== 'png') throw badFormat();
  if (Math.min(width, height) < minSide) throw invalidParameter();
  if (Math.max(width, height) > maxSide) throw imageTooLarge();
};

/** @throws Fault for bytes that Rekognition would not take */
export const readPicture = async (engine: FaceEngine, image: Image, vectors: boolean): Promise<Picture> => {
  const bytes = bytesOf(image);
  await assertTakeable(bytes);
  try {
    const { width, height, faces } = await engine.analyse(bytes, { vectors });
    return { bytes, width, height, faces: faces.slice(0, maxFaces) };
  } catch (error) {
    if (error instanceof UnreadablePicture) throw badFormat();
    throw error;
  }
};
