import { useEffect, useRef, useState } from 'react';
import { type CameraTrouble, closeCamera, openCamera, troubleOf } from './camera.ts';

/** A camera that is open as long as the page shows it. */
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
        (camera) => {
          opened = camera;
          if (left) return closeCamera(camera);
          setStream(camera);
          if (video.current !== null) video.current.srcObject = camera;
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
