import type { Response } from 'express';

/** A picture of a person: never kept by a cache, never read as anything but a picture. */
export const sendPicture = (res: Response, jpeg: Uint8Array): void => {
  res
    .set({ 'Cache-Control': 'no-store, private', 'Content-Type': 'image/jpeg', 'X-Content-Type-Options': 'nosniff' })
    .send(Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength));
};
