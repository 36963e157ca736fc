export type CameraTrouble = 'none' | 'refused' | 'busy' | 'blocked-by-frame';

/** Why there is no camera, from what the browser threw. W3C Media Capture and Streams, 10.4. */
export const troubleOf = (error: unknown): CameraTrouble => {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError') {
    const policy = (document as { featurePolicy?: { allowsFeature(name: string): boolean } }).featurePolicy;
    return policy?.allowsFeature('camera') === false ? 'blocked-by-frame' : 'refused';
  }
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'none';
};

export const troubleText: Readonly<Record<CameraTrouble, string>> = {
  none: 'No camera was found on this device. Upload a picture instead.',
  refused:
    'The camera is not allowed. Press the camera sign beside the address, choose “Allow”, and try again; or upload a picture.',
  busy: 'Another program is using the camera. Close it and try again, or upload a picture.',
  'blocked-by-frame': 'Your learning platform does not lend the camera to this page. Upload a picture instead.',
};

/** @throws what getUserMedia throws; NotFoundError where there is no camera at all */
export const openCamera = (facing: 'user' | 'environment'): Promise<MediaStream> => {
  if (navigator.mediaDevices === undefined) throw new DOMException('no camera', 'NotFoundError');
  return navigator.mediaDevices.getUserMedia({
    video: { facingMode: facing, width: { ideal: 3840 }, height: { ideal: 2160 } },
    audio: false,
  });
};

export const closeCamera = (stream: MediaStream | null): void => {
  for (const track of stream?.getTracks() ?? []) track.stop();
};

/** Pixels: finer than any camera of a laptop, and far below what an upload may weigh. */
export const widestShot = 4096;

/** The present picture as JPEG, at most `widest` pixels wide. Null while the camera has none. */
export const grab = (video: HTMLVideoElement, widest = widestShot): Promise<Blob | null> => {
  const { videoWidth, videoHeight } = video;
  if (videoWidth === 0) return Promise.resolve(null);
  const scale = Math.min(1, widest / videoWidth);
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(videoWidth * scale);
  canvas.height = Math.round(videoHeight * scale);
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.9));
};
