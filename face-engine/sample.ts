import type { Pixels } from './pixels.ts';

/** Maps a point of the target to the picture: x' = a x - b y + tx, y' = b x + a y + ty, with own scales for x and y. */
export interface Mapping {
  readonly xx: number;
  readonly xy: number;
  readonly yx: number;
  readonly yy: number;
  readonly tx: number;
  readonly ty: number;
}

/**
 * Samples a target of width x height from a picture through a mapping, as planar floats (r, g, b each 0-255). Bilinear;
 * where the target is coarser than the picture, several samples a pixel are averaged, so that nothing aliases. Outside
 * the picture the edge is repeated.
 */
export const sample = (
  { width, height, data }: Pixels,
  mapping: Mapping,
  outWidth: number,
  outHeight: number,
): Float32Array => {
  const { xx, xy, yx, yy, tx, ty } = mapping;
  const coarseness = Math.max(Math.hypot(xx, yx), Math.hypot(xy, yy));
  const per = Math.min(6, Math.max(1, Math.round(coarseness)));
  const plane = outWidth * outHeight;
  const out = new Float32Array(plane * 3);
  const weight = 1 / (per * per);
  const maxX = width - 1;
  const maxY = height - 1;
  for (let y = 0; y < outHeight; y += 1) {
    for (let x = 0; x < outWidth; x += 1) {
      let r = 0;
      let g = 0;
      let b = 0;
      for (let sy = 0; sy < per; sy += 1) {
        for (let sx = 0; sx < per; sx += 1) {
          const u = x + (sx + 0.5) / per - 0.5;
          const v = y + (sy + 0.5) / per - 0.5;
          const px = Math.min(Math.max(xx * u + xy * v + tx, 0), maxX);
          const py = Math.min(Math.max(yx * u + yy * v + ty, 0), maxY);
          const x0 = px | 0;
          const y0 = py | 0;
          const fx = px - x0;
          const fy = py - y0;
          const right = x0 < maxX ? 3 : 0;
          const below = y0 < maxY ? width * 3 : 0;
          const at = (y0 * width + x0) * 3;
          const w00 = (1 - fx) * (1 - fy);
          const w10 = fx * (1 - fy);
          const w01 = (1 - fx) * fy;
          const w11 = fx * fy;
          // Indices are inside the picture by the clamps above.
          r +=
            (data[at] as number) * w00 +
            (data[at + right] as number) * w10 +
            (data[at + below] as number) * w01 +
            (data[at + below + right] as number) * w11;
          g +=
            (data[at + 1] as number) * w00 +
            (data[at + right + 1] as number) * w10 +
            (data[at + below + 1] as number) * w01 +
            (data[at + below + right + 1] as number) * w11;
          b +=
            (data[at + 2] as number) * w00 +
            (data[at + right + 2] as number) * w10 +
            (data[at + below + 2] as number) * w01 +
            (data[at + below + right + 2] as number) * w11;
        }
      }
      const index = y * outWidth + x;
      out[index] = r * weight;
      out[plane + index] = g * weight;
      out[2 * plane + index] = b * weight;
    }
  }
  return out;
};

/** ITU-R BT.601 luma of planar RGB. */
export const luma = (rgb: Float32Array): Float32Array => {
  const plane = rgb.length / 3;
  const grey = new Float32Array(plane);
  for (let i = 0; i < plane; i += 1) {
    grey[i] = 0.299 * (rgb[i] as number) + 0.587 * (rgb[plane + i] as number) + 0.114 * (rgb[2 * plane + i] as number);
  }
  return grey;
};
