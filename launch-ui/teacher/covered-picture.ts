import { widestShot } from '../camera.ts';
import { type Area, pixelsOf } from './cover-areas.ts';

/** Mid-grey: nothing that a detector takes for a face. */
const cover = '#808080';
const quality = 0.92;

/**
 * A picture file as the browser shows it: upright, and nothing but pixels, so that no metadata goes on from here. Not
 * larger than the camera's own pictures.
 * @throws InvalidStateError when it cannot be read
 */
export const decode = async (file: Blob): Promise<HTMLCanvasElement> => {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const scale = Math.min(1, widestShot / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return canvas;
};

/** The picture as JPEG with the areas painted over before it is encoded: what was under them is in no byte of it. */
export const withCovered = (picture: HTMLCanvasElement, areas: readonly Area[]): Promise<Blob | null> => {
  const sheet = document.createElement('canvas');
  const { width, height } = picture;
  Object.assign(sheet, { width, height });
  const pen = sheet.getContext('2d');
  if (pen === null) return Promise.resolve(null);
  // What is transparent becomes white, not the black that JPEG would make of it.
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, width, height);
  pen.drawImage(picture, 0, 0);
  pen.fillStyle = cover;
  for (const area of areas) {
    const at = pixelsOf(area, width, height);
    pen.fillRect(at.left, at.top, at.width, at.height);
  }
  return new Promise((resolve) => sheet.toBlob(resolve, 'image/jpeg', quality));
};
