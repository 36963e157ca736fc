import { Alert, Button, FileDrop, Flex, Heading, Link, ProgressBar, RangeInput, Text, View } from '@instructure/ui';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Link as RouteLink, useNavigate, useParams } from 'react-router';
import { type BoardCapture, captureTicket } from '../../lti-server/http/api-schema/board.ts';
import { ApiProblem, ask, upload } from '../api/client.ts';
import { type CameraTrouble, closeCamera, grab, openCamera, troubleOf, troubleText } from '../camera.ts';
import { count } from '../plural.ts';
import { textOf } from '../problem-text.ts';
import { AuthorisedImage } from '../shell/authorised-image.tsx';
import { PageHead, WhenThere } from '../shell/page-states.tsx';
import { dayAndTime } from '../times.ts';
import { useBoard, useBoardChange } from './use-board.ts';

interface Sending {
  readonly key: number;
  readonly share: number;
  readonly problem: string | null;
}

/** Pictures on their way, each with its progress; the ticket comes first, then the picture goes straight to its place. */
const useUploads = (session: string, onDone: () => void) => {
  const [sending, setSending] = useState<readonly Sending[]>([]);
  const next = useRef(0);
  const send = useCallback(
    async (picture: Blob) => {
      const key = next.current;
      next.current += 1;
      const change = (part: Partial<Sending>) =>
        setSending((all) => all.map((one) => (one.key === key ? { ...one, ...part } : one)));
      setSending((all) => [...all, { key, share: 0, problem: null }]);
      try {
        const ticket = await ask(captureTicket, 'POST', `/sessions/${session}/captures`);
        await upload(ticket.upload.url, ticket.upload.fields, picture, (share) => change({ share }));
        setSending((all) => all.filter((one) => one.key !== key));
        onDone();
      } catch (error) {
        change({ problem: error instanceof ApiProblem ? error.code : 'INTERNAL' });
      }
    },
    [session, onDone],
  );
  const dismiss = (key: number) => setSending((all) => all.filter((one) => one.key !== key));
  return { sending, send, dismiss };
};

const zoomOf = (stream: MediaStream | null) => {
  const track = stream?.getVideoTracks()[0];
  const capabilities = track?.getCapabilities?.() as { zoom?: { min: number; max: number; step?: number } } | undefined;
  return capabilities?.zoom === undefined ? null : { track, ...capabilities.zoom };
};

const Camera = ({ onShot }: { readonly onShot: (picture: Blob) => void }) => {
  const video = useRef<HTMLVideoElement>(null);
  const [facing, setFacing] = useState<'user' | 'environment'>('environment');
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
        (error: unknown) => setTrouble(troubleOf(error)),
      );
    return () => {
      left = true;
      closeCamera(opened);
      setStream(null);
    };
  }, [facing, attempt]);
  const zoom = zoomOf(stream);
  const shoot = async () => {
    const picture = video.current === null ? null : await grab(video.current);
    if (picture !== null) onShot(picture);
  };
  if (trouble !== null) {
    return (
      <Alert variant="warning" hasShadow={false}>
        <Text as="p">{troubleText[trouble]}</Text>
        <Button onClick={() => setAttempt(attempt + 1)}>Try the camera again</Button>
      </Alert>
    );
  }
  return (
    <View as="div">
      <video
        ref={video}
        autoPlay
        playsInline
        muted
        aria-label="What the camera sees"
        style={{ width: '100%', maxHeight: '60vh', background: '#1d2429', display: 'block', borderRadius: 4 }}
      />
      <Flex justifyItems="center" gap="small" margin="small 0" wrap="wrap">
        <Button
          color="primary"
          size="large"
          onClick={() => void shoot()}
          interaction={stream === null ? 'disabled' : 'enabled'}
        >
          Take the picture
        </Button>
        <Button onClick={() => setFacing(facing === 'user' ? 'environment' : 'user')}>Other camera</Button>
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

const captureLine = ({ state, facesCompared, facesFound, tooSmall, failure }: BoardCapture): string => {
  switch (state) {
    case 'awaited':
      return 'Not sent';
    case 'stored':
      return 'Waiting to be compared';
    case 'identifying':
      return facesFound === 0 ? 'Looking for faces' : `${facesCompared} of ${count(facesFound, 'face')} compared`;
    case 'failed':
      return textOf(failure ?? 'INTERNAL');
    case 'identified':
      return facesFound === 0
        ? 'No faces found'
        : `${count(facesFound, 'face')}${tooSmall > 0 ? `, ${tooSmall} too small` : ''}`;
  }
};

/** Taking pictures of the room; recognition runs while the teacher goes on. */
export const CapturePage = () => {
  const { session = '' } = useParams();
  const navigate = useNavigate();
  const query = useBoard(session);
  const change = useBoardChange(session);
  const { refetch } = query;
  const { sending, send, dismiss } = useUploads(
    session,
    useCallback(() => void refetch(), [refetch]),
  );
  useEffect(() => {
    if (!sending.some(({ problem }) => problem === null)) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [sending]);
  const sendAll = (files: Iterable<File | DataTransferItem>) => {
    for (const file of files) if (file instanceof File) void send(file);
  };
  return (
    <WhenThere query={query} what="the session">
      {(board) => {
        const captures = board.captures.filter(({ state }) => state !== 'awaited');
        const small = captures.reduce((sum, { tooSmall }) => sum + tooSmall, 0);
        return (
          <>
            <PageHead
              title="Photograph the room"
              lead={`${dayAndTime(board.session.startsAt, board.timeZone)}${board.session.title === '' ? '' : ` · ${board.session.title}`}`}
            >
              <Button
                color={captures.length > 0 ? 'primary' : 'secondary'}
                onClick={() => void navigate(`/app/sessions/${session}`)}
              >
                {captures.length > 0 ? 'Review' : 'Mark by hand instead'}
              </Button>
            </PageHead>
            {!board.facesOn ? (
              <Alert variant="info" hasShadow={false}>
                {textOf('FACES_OFF')}
              </Alert>
            ) : (
              <>
                <Camera onShot={(picture) => void send(picture)} />
                <FileDrop
                  accept={['image/jpeg', 'image/png', 'image/webp']}
                  shouldAllowMultiple
                  onDropAccepted={(files) => sendAll(files)}
                  renderLabel={
                    <View as="div" padding="small" textAlign="center">
                      <Text weight="bold">Upload a picture</Text>
                      <br />
                      <Text size="small">Choose files or drop them here: JPEG, PNG or WebP, at most 20 MB each</Text>
                    </View>
                  }
                />
                <Text as="p" size="small" color="secondary">
                  Several pictures are fine: overlapping ones are put together. They are erased when you confirm, or
                  after 12 hours. People who said no to recognition are compared with nobody.
                </Text>
              </>
            )}
            <div aria-live="polite">
              {sending.map(({ key, share, problem }) =>
                problem === null ? (
                  <ProgressBar
                    key={key}
                    screenReaderLabel="Sending the picture"
                    valueNow={Math.round(share * 100)}
                    valueMax={100}
                  />
                ) : (
                  <Alert
                    key={key}
                    variant="error"
                    hasShadow={false}
                    renderCloseButtonLabel="Close"
                    onDismiss={() => dismiss(key)}
                    margin="x-small 0"
                  >
                    {textOf(problem)}
                  </Alert>
                ),
              )}
              {small > 0 && (
                <Alert variant="warning" hasShadow={false} margin="small 0">
                  {count(small, 'face')} {small === 1 ? 'is' : 'are'} too small to be sure of. Step closer, or take a
                  second picture of the back rows.
                </Alert>
              )}
              {captures.length > 0 && (
                <View as="section" margin="medium 0 0">
                  <Heading level="h2" margin="0 0 small">
                    {count(captures.length, 'picture')}
                  </Heading>
                  <ul
                    style={{ listStyle: 'none', margin: 0, padding: 0, display: 'flex', gap: '1rem', flexWrap: 'wrap' }}
                  >
                    {captures.map((capture, index) => (
                      <li key={capture.id} style={{ width: '10rem' }}>
                        <AuthorisedImage
                          path={`/sessions/${session}/captures/${capture.id}/picture`}
                          alt={`Picture ${index + 1}`}
                          style={{ width: '10rem', height: '7.5rem', objectFit: 'cover', borderRadius: 4 }}
                        />
                        <Text as="div" size="small">
                          {captureLine(capture)}
                        </Text>
                        {capture.state === 'identifying' && capture.facesFound > 0 && (
                          <ProgressBar
                            screenReaderLabel="Faces compared"
                            size="x-small"
                            valueNow={capture.facesCompared}
                            valueMax={capture.facesFound}
                          />
                        )}
                        <Link
                          as="button"
                          isWithinText={false}
                          onClick={() => change.mutate({ method: 'DELETE', path: `/captures/${capture.id}` })}
                        >
                          Remove picture {index + 1}
                        </Link>
                      </li>
                    ))}
                  </ul>
                </View>
              )}
            </div>
            <View as="div" margin="medium 0 0">
              <Link as={RouteLink} to="/app" isWithinText={false}>
                Back to the course
              </Link>
            </View>
          </>
        );
      }}
    </WhenThere>
  );
};
