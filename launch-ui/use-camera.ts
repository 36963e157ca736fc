import { useEffect, useRef, useState } from 'react';
import { type CameraTrouble, closeCamera, openCamera, troubleOf } from './camera.ts';

/** Ends when there is something to photograph: a stream has no picture yet when it opens (HTML, 4.8.11: HAVE_CURRENT_DATA). */
const show = (video: HTMLVideoElement | null, stream: MediaStream): Promise<void> =>
  new Promise((resolve) => {
    if (video === null) return;
    video.addEventListener('loadeddata', () => resolve(), { once: true });
    video.srcObject = stream;
  });

/** A camera that is open as long as the page shows it; `isOn` once it shows a picture. */
export const useCamera = (facing: 'user' | 'environment') => {
  const video = useRef<HTMLVideoElement>(null);
  const [stream, setStream] = useState<MediaStream | null>(null);
  const [trouble, setTrouble] = useState<CameraTrouble | null>(null);
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: an attempt opens the camera again
  useEffect(() => {
    let opened: MediaStream | null = null;
    let left = false;
    setTrouble(null);
    Promise.resolve()
      .then(() => openCamera(facing))
      .then(
        async (camera) => {
          opened = camera;
          if (left) return closeCamera(camera);
          await show(video.current, camera);
          if (!left) setStream(camera);
        },
        (error: unknown) => {
          if (!left) setTrouble(troubleOf(error));
        },
      );
    return () => {
      left = true;
      closeCamera(opened);
      setStream(null);
    };
  }, [facing, attempt]);
  return { video, stream, isOn: stream !== null, trouble, retry: () => setAttempt((number) => number + 1) };
};
