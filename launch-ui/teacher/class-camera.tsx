import { Button, Flex, RangeInput, Text, View } from '@instructure/ui';
import { useState } from 'react';
import { grab } from '../camera.ts';
import { CameraTroubleAlert } from '../camera-trouble-alert.tsx';
import { useCamera } from '../use-camera.ts';
import { hintText } from './preview-hints.ts';
import { usePreviewHint } from './use-preview-hint.ts';

/** Where the camera offers it (MediaStream Image Capture, 7.1). */
const zoomOf = (stream: MediaStream | null) => {
  const track = stream?.getVideoTracks()[0];
  const capabilities = track?.getCapabilities?.() as { zoom?: { min: number; max: number; step?: number } } | undefined;
  return capabilities?.zoom === undefined ? null : { track, ...capabilities.zoom };
};

/** The room as the camera sees it, and the shutter. */
export const ClassCamera = ({
  hasShots,
  onShot,
}: {
  readonly hasShots: boolean;
  readonly onShot: (picture: Blob) => void;
}) => {
  const [facing, setFacing] = useState<'user' | 'environment'>('environment');
  const camera = useCamera(facing);
  const zoom = zoomOf(camera.stream);
  const hint = usePreviewHint(camera.video, camera.isOn);
  const shoot = async () => {
    const picture = camera.video.current === null ? null : await grab(camera.video.current);
    if (picture !== null) onShot(picture);
  };
  if (camera.trouble !== null) return <CameraTroubleAlert trouble={camera.trouble} onRetry={camera.retry} />;
  return (
    <View as="div">
      <video
        ref={camera.video}
        autoPlay
        playsInline
        muted
        aria-label="What the camera sees"
        // Once there are pictures, they and the shutter stand in one view with the camera.
        style={{
          width: '100%',
          maxHeight: hasShots ? '45vh' : '60vh',
          background: '#1d2429',
          display: 'block',
          borderRadius: 4,
        }}
      />
      <div role="status" style={{ minHeight: '1.5rem', textAlign: 'center' }}>
        {hint !== null && <Text weight="bold">{hintText[hint]}</Text>}
      </div>
      <Flex justifyItems="center" gap="small" margin="x-small 0 small" wrap="wrap">
        <Button
          color={hasShots ? 'secondary' : 'primary'}
          size="large"
          onClick={() => void shoot()}
          interaction={camera.isOn ? 'enabled' : 'disabled'}
        >
          {hasShots ? 'Take another picture' : 'Take the picture'}
        </Button>
        <Button onClick={() => setFacing(facing === 'user' ? 'environment' : 'user')}>
          {facing === 'user' ? 'Back camera' : 'Front camera'}
        </Button>
        {zoom !== null && (
          <RangeInput
            label="Zoom"
            min={zoom.min}
            max={zoom.max}
            step={zoom.step ?? 0.1}
            defaultValue={zoom.min}
            onChange={(value) =>
              void zoom.track?.applyConstraints({ advanced: [{ zoom: Number(value) } as MediaTrackConstraintSet] })
            }
          />
        )}
      </Flex>
    </View>
  );
};
