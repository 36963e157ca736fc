import { Alert, Button, Checkbox, FileDrop, Link, Text, View } from '@instructure/ui';
import { useCallback, useState } from 'react';
import { Link as RouteLink, useNavigate, useParams } from 'react-router';
import type { Board } from '../../lti-server/http/api-schema/board.ts';
import { count } from '../plural.ts';
import { textOf } from '../problem-text.ts';
import { PageHead, ProblemAlert, WhenThere } from '../shell/page-states.tsx';
import { dayAndTime } from '../times.ts';
import { CaptureList, SendingList } from './capture-list.tsx';
import { ClassCamera } from './class-camera.tsx';
import { CoverPicture } from './cover-picture.tsx';
import { useBoard, useBoardChange } from './use-board.ts';
import { useAskBeforeLeaving, useUploads } from './use-uploads.ts';

const Inputs = ({
  board,
  hasShots,
  covers,
  onCovers,
  onPictures,
}: {
  readonly board: Board;
  readonly hasShots: boolean;
  /** Whether each picture is shown first, so that parts of it can be covered. */
  readonly covers: boolean;
  readonly onCovers: (covers: boolean) => void;
  readonly onPictures: (pictures: readonly Blob[]) => void;
}) => (
  <>
    <ClassCamera hasShots={hasShots} onShot={(picture) => onPictures([picture])} />
    <FileDrop
      accept={['image/jpeg', 'image/png', 'image/webp']}
      shouldAllowMultiple
      onDropAccepted={(files) => onPictures(Array.from(files).filter((file) => file instanceof File))}
      renderLabel={
        <View as="div" padding="small" textAlign="center">
          <Text weight="bold">Upload a picture</Text>
          <br />
          <Text size="small">Choose files or drop them here: JPEG, PNG or WebP, at most 20 MB each</Text>
        </View>
      }
    />
    <View as="div" margin="small 0">
      <Checkbox
        size="small"
        label="Let me cover parts of a picture before it is sent"
        checked={covers}
        onChange={() => onCovers(!covers)}
      />
    </View>
    <Text as="p" size="small" color="secondary">
      Several pictures are fine: overlapping ones are put together. They are erased when you confirm, or after{' '}
      {count(board.captureHours, 'hour')}. People who said no to recognition are compared and named to nobody.
    </Text>
  </>
);

/** A picture that waits to be covered. */
interface HeldPicture {
  readonly key: string;
  readonly picture: Blob;
}
const hold = (picture: Blob): HeldPicture => ({ key: crypto.randomUUID(), picture });

const Capture = ({ session, board, refetch }: { session: string; board: Board; refetch: () => void }) => {
  const navigate = useNavigate();
  const change = useBoardChange(session);
  const { sending, send, dismiss } = useUploads(session, refetch);
  const [covers, setCovers] = useState(false);
  const [held, setHeld] = useState<readonly HeldPicture[]>([]);
  const [first, ...waiting] = held;
  const isBusy = sending.length > 0 || held.length > 0;
  useAskBeforeLeaving(isBusy);
  const take = (pictures: readonly Blob[]) => {
    if (covers) setHeld((before) => [...before, ...pictures.map(hold)]);
    else for (const picture of pictures) void send(picture);
  };
  const captures = board.captures.filter(({ state }) => state !== 'awaited');
  const small = captures.reduce((sum, { tooSmall }) => sum + tooSmall, 0);
  const leave = (to: string) => {
    if (!isBusy || window.confirm('A picture has not arrived yet. Leave without it?')) void navigate(to);
  };
  return (
    <>
      <PageHead
        title="Photograph the room"
        lead={`${dayAndTime(board.session.startsAt, board.timeZone)}${board.session.title === '' ? '' : ` · ${board.session.title}`}`}
      >
        <Button
          color={captures.length > 0 && first === undefined ? 'primary' : 'secondary'}
          onClick={() => leave(`/app/sessions/${session}`)}
        >
          {captures.length > 0 ? 'Review' : 'Mark by hand instead'}
        </Button>
      </PageHead>
      {first !== undefined ? (
        <CoverPicture
          key={first.key}
          file={first.picture}
          waiting={waiting.length}
          onUse={(picture) => {
            setHeld(waiting);
            void send(picture);
          }}
          onLeaveOut={() => setHeld(waiting)}
        />
      ) : board.facesOn ? (
        <Inputs board={board} hasShots={captures.length > 0} covers={covers} onCovers={setCovers} onPictures={take} />
      ) : (
        <Alert variant="info" hasShadow={false}>
          {textOf('FACES_OFF')}
        </Alert>
      )}
      {change.isError && <ProblemAlert error={change.error} />}
      <div aria-live="polite">
        <SendingList sending={sending} onDismiss={dismiss} onAgain={(picture) => void send(picture)} />
        {small > 0 && (
          <Alert variant="warning" hasShadow={false} margin="small 0">
            {count(small, 'face')} {small === 1 ? 'is' : 'are'} too small to be sure of. Step closer, or take two
            pictures.
          </Alert>
        )}
        {captures.length > 0 && (
          <CaptureList
            session={session}
            captures={captures}
            onRemove={(capture) => change.mutate({ method: 'DELETE', path: `/captures/${capture}` })}
          />
        )}
      </div>
      <View as="div" margin="medium 0 0">
        <Link
          as={RouteLink}
          to="/app"
          isWithinText={false}
          onClick={(event: { preventDefault: () => void }) => {
            event.preventDefault();
            leave('/app');
          }}
        >
          Back to the course
        </Link>
      </View>
    </>
  );
};

/** Taking pictures of the room; recognition runs while the teacher goes on. */
export const CapturePage = () => {
  const { session = '' } = useParams();
  const query = useBoard(session);
  const { refetch } = query;
  const again = useCallback(() => void refetch(), [refetch]);
  return (
    <WhenThere query={query} what="the session">
      {(board) => <Capture session={session} board={board} refetch={again} />}
    </WhenThere>
  );
};
