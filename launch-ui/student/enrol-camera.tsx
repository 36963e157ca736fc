import { Alert, Button, Flex, Text, View } from '@instructure/ui';
import { useEffect, useRef, useState } from 'react';
import { type PictureCheck, pictureCheck } from '../../lti-server/http/api-schema/student.ts';
import { ApiProblem, ask } from '../api/client.ts';
import { grab } from '../camera.ts';
import { CameraTroubleAlert } from '../camera-trouble-alert.tsx';
import { textOf } from '../problem-text.ts';
import { useCamera } from '../use-camera.ts';
import {
  afterLook,
  afterTaking,
  type Coaching,
  coachingStart,
  instruction,
  looksNeeded,
  pauseAfter,
  shouldTake,
} from './coach.ts';
import { noteTaken } from './taken-pictures.ts';

/** What a look needs; the pictures themselves are taken larger. */
const lookWidth = 640;
const pictureWidth = 1280;

const look = async (picture: Blob): Promise<PictureCheck['fault']> => {
  const form = new FormData();
  form.append('file', picture, 'look.jpg');
  return (await ask(pictureCheck, 'POST', '/my/enrolment/check', form)).fault;
};

const Oval = ({ share, isGood }: { readonly share: number; readonly isGood: boolean }) => {
  const around = 2 * Math.PI * Math.sqrt((30 ** 2 + 40 ** 2) / 2);
  return (
    <svg
      viewBox="0 0 100 100"
      preserveAspectRatio="xMidYMid meet"
      aria-hidden="true"
      style={{ position: 'absolute', inset: 0, width: '100%', height: '100%' }}
    >
      <ellipse cx="50" cy="50" rx="30" ry="40" fill="none" stroke="#fff" strokeOpacity="0.75" strokeWidth="1" />
      <ellipse
        cx="50"
        cy="50"
        rx="30"
        ry="40"
        fill="none"
        stroke={isGood ? '#27d08a' : 'transparent'}
        strokeWidth="2.5"
        strokeDasharray={`${around * share} ${around}`}
        transform="rotate(-90 50 50)"
      />
    </svg>
  );
};

interface Props {
  readonly needed: number;
  readonly onDone: (pictures: readonly Blob[]) => void;
}

/** Looks at the camera's picture again and again, says one thing, and takes the pictures by itself. */
const useCoach = (video: React.RefObject<HTMLVideoElement | null>, isOn: boolean, { needed, onDone }: Props) => {
  const [coaching, setCoaching] = useState<Coaching>(coachingStart);
  const [problem, setProblem] = useState<string | null>(null);
  const pictures = useRef<Blob[]>([]);
  const now = useRef(coaching);
  const turn = useRef<Promise<void>>(Promise.resolve());
  const done = useRef(onDone);
  done.current = onDone;

  const put = (next: Coaching) => {
    now.current = next;
    setCoaching(next);
  };
  const take = async () => {
    const picture = video.current === null ? null : await grab(video.current, pictureWidth);
    if (picture === null || pictures.current.length >= needed) return;
    pictures.current = [...pictures.current, picture];
    noteTaken(pictures.current.length);
    put(afterTaking(now.current));
    if (pictures.current.length === needed) done.current(pictures.current);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: one loop from the camera's start to its end
  useEffect(() => {
    if (!isOn) return;
    let timer = 0;
    let left = false;
    let troubles = 0;
    const step = async (): Promise<void> => {
      const picture = video.current === null ? null : await grab(video.current, lookWidth);
      if (picture === null) return;
      try {
        const fault = await look(picture);
        troubles = 0;
        if (left || pictures.current.length >= needed) return;
        setProblem(null);
        put(afterLook(now.current, fault));
        if (shouldTake(now.current)) await take();
      } catch (error) {
        troubles += 1;
        setProblem(error instanceof ApiProblem ? error.code : 'INTERNAL');
      }
    };
    const run = () => {
      turn.current = step().then(() => {
        if (left || pictures.current.length >= needed) return;
        timer = window.setTimeout(run, pauseAfter(troubles, Math.random));
      });
    };
    run();
    return () => {
      left = true;
      window.clearTimeout(timer);
    };
  }, [isOn]);
  return { coaching, problem, take };
};

/** Oval guide, one instruction at a time, a ring that fills while held still; a button for those who cannot. */
export const EnrolCamera = (props: Props) => {
  const camera = useCamera('user');
  const { coaching, problem, take } = useCoach(camera.video, camera.isOn, props);
  if (camera.trouble !== null) return <CameraTroubleAlert trouble={camera.trouble} onRetry={camera.retry} />;
  return (
    <View as="div">
      <div style={{ position: 'relative', background: '#1d2429', borderRadius: 4, overflow: 'hidden' }}>
        <video
          ref={camera.video}
          autoPlay
          playsInline
          muted
          aria-label="What the camera sees of you"
          style={{
            width: '100%',
            height: 'min(50vh, 26rem)',
            objectFit: 'cover',
            display: 'block',
            transform: 'scaleX(-1)',
          }}
        />
        <Oval share={Math.min(1, coaching.good / looksNeeded)} isGood={coaching.good > 0} />
      </div>
      <View as="div" textAlign="center" margin="small 0">
        <div role="status">
          <Text size="large" weight="bold">
            {camera.isOn ? instruction(coaching) : 'Waiting for the camera'}
          </Text>
        </div>
        <Text>
          Picture {Math.min(coaching.taken + 1, props.needed)} of {props.needed}
        </Text>
      </View>
      {problem !== null && (
        <Alert variant="error" hasShadow={false}>
          {textOf(problem)}
        </Alert>
      )}
      <Flex justifyItems="center">
        <Button onClick={() => void take()} interaction={camera.isOn ? 'enabled' : 'disabled'}>
          Take this picture now
        </Button>
      </Flex>
    </View>
  );
};
