import { type RefObject, useEffect, useState } from 'react';
import { afterFrame, type Frame, type Hint, isCoarse, previewStart } from './preview-hints.ts';

const [columns, rows] = [32, 18];
const msBetweenFrames = 600;

/** ITU-R BT.601: how bright the eye finds red, green and blue. */
const frameOf = (video: HTMLVideoElement, pen: CanvasRenderingContext2D): Frame => {
  pen.drawImage(video, 0, 0, columns, rows);
  const { data } = pen.getImageData(0, 0, columns, rows);
  return Uint8Array.from(
    { length: columns * rows },
    (_, at) => 0.299 * (data[4 * at] ?? 0) + 0.587 * (data[4 * at + 1] ?? 0) + 0.114 * (data[4 * at + 2] ?? 0),
  );
};

/** What the camera's picture suggests to do before the shutter is pressed. Looked at here; nothing is sent. */
export const usePreviewHint = (video: RefObject<HTMLVideoElement | null>, isOn: boolean): Hint | null => {
  const [hint, setHint] = useState<Hint | null>(null);
  useEffect(() => {
    if (!isOn) return;
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: columns, height: rows });
    const pen = canvas.getContext('2d', { willReadFrequently: true });
    let preview = previewStart;
    const timer = window.setInterval(() => {
      if (pen === null || video.current === null || video.current.videoWidth === 0) return;
      preview = afterFrame(preview, frameOf(video.current, pen));
      const { videoWidth, videoHeight } = video.current;
      setHint(preview.hint ?? (isCoarse(videoWidth, videoHeight) ? 'coarse' : null));
    }, msBetweenFrames);
    return () => window.clearInterval(timer);
  }, [video, isOn]);
  return isOn ? hint : null;
};
