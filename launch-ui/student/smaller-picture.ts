/** Three pictures go in one request, and a function takes 4.5 MB of them: docs/decisions/0006-on-aws.md. */
const mostBytes = 1_400_000;
/** What is kept of a picture is not larger (connectors/embedded/picture-reader.ts). */
const longestSide = 2000;
const qualities = [0.9, 0.8, 0.6] as const;

const encoded = (canvas: HTMLCanvasElement, quality: number): Promise<Blob | null> =>
  new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));

/** As large as it is kept, never larger than it is. */
export const sizeWithin = (width: number, height: number): { readonly width: number; readonly height: number } => {
  const scale = Math.min(1, longestSide / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
};

/**
 * A picture that is too heavy to send, as large as it would be kept; others as they are, and so what the browser cannot
 * read: the tool says what is wrong with it.
 */
export const smallerPicture = async (picture: Blob): Promise<Blob> => {
  if (picture.size <= mostBytes) return picture;
  const open = await createImageBitmap(picture, { imageOrientation: 'from-image' }).catch(() => null);
  if (open === null) return picture;
  const canvas = Object.assign(document.createElement('canvas'), sizeWithin(open.width, open.height));
  const pen = canvas.getContext('2d');
  if (pen === null) return picture;
  // What is transparent becomes white, not the black that JPEG would make of it.
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(open, 0, 0, canvas.width, canvas.height);
  open.close();
  let smaller: Blob | null = null;
  for (const quality of qualities) {
    smaller = await encoded(canvas, quality);
    if (smaller !== null && smaller.size <= mostBytes) return smaller;
  }
  return smaller ?? picture;
};
