import { Alert, Button, Checkbox, Link, Text, View } from '@instructure/ui';
import { type ReactNode, useCallback, useState } from 'react';
import { Navigate, Link as RouteLink, useNavigate, useParams } from 'react-router';
import type { Board } from '../../lti-server/http/api-schema/board.ts';
import { count } from '../plural.ts';
import { textOf } from '../problem-text.ts';
import { AskBeforeLeaving } from '../shell/ask-before-leaving.tsx';
import { PageHead, ProblemAlert, WhenThere } from '../shell/page-states.tsx';
import { PictureDrop } from '../shell/picture-drop.tsx';
import { dayAndTime } from '../times.ts';
import { CaptureList, SendingList } from './capture-list.tsx';
import { ClassCamera } from './class-camera.tsx';
import { CoverPicture } from './cover-picture.tsx';
import { useBoard, useBoardChange } from './use-board.ts';
import { type Uploads, useUploads } from './use-uploads.ts';

/** What was asked for and never sent is no picture. */
const arrived = ({ captures }: Board, sent: ReadonlySet<string>) =>
  captures.filter(({ id, state }) => state !== 'awaited' || sent.has(id));

const Inputs = ({
  board,
  hasShots,
  covers,
  onCovers,
  onPictures,
  children,
}: {
  readonly board: Board;
  readonly hasShots: boolean;
  /** Whether each picture is shown first, so that parts of it can be covered. */
  readonly covers: boolean;
  readonly onCovers: (covers: boolean) => void;
  readonly onPictures: (pictures: readonly Blob[]) => void;
  /** What became of the pictures: directly below the shutter, where the eyes are. */
  readonly children: ReactNode;
}) => (
  <>
    <ClassCamera hasShots={hasShots} onShot={(picture) => onPictures([picture])} />
    {children}
    <PictureDrop
      label="Upload a picture"
      hint="Choose files or drop them here: JPEG, PNG or WebP, at most 20 MB each"
      onPictures={(files) => {
        onPictures(files);
        return [];
      }}
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

/** What became of the pictures: on their way, failed, compared. */
const Pictures = ({ session, board, uploads }: { session: string; board: Board; uploads: Uploads }) => {
  const change = useBoardChange(session);
  const captures = arrived(board, uploads.sent);
  const small = captures.reduce((sum, { tooSmall }) => sum + tooSmall, 0);
  return (
    <div aria-live="polite">
      {change.isError && <ProblemAlert error={change.error} />}
      <SendingList
        sending={uploads.sending}
        onDismiss={uploads.dismiss}
        onAgain={(picture) => void uploads.send(picture)}
      />
      {small > 0 && (
        <Alert variant="warning" hasShadow={false} margin="x-small 0">
          {count(small, 'face')} {small === 1 ? 'is' : 'are'} too small to be sure of. Step closer, or take a second
          picture of the back rows.
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
  );
};

/** A picture that waits to be covered. */
interface HeldPicture {
  readonly key: string;
  readonly picture: Blob;
}
const hold = (picture: Blob): HeldPicture => ({ key: crypto.randomUUID(), picture });

/** What was covered keeps the name of its file, so that a failure can name it. */
const named = (picture: Blob, original: Blob): Blob =>
  original instanceof File ? new File([picture], original.name, { type: picture.type }) : picture;

const Capture = ({ session, board, refetch }: { session: string; board: Board; refetch: () => void }) => {
  const navigate = useNavigate();
  const uploads = useUploads(session, refetch);
  const { sending, sent, send } = uploads;
  const [covers, setCovers] = useState(false);
  const [held, setHeld] = useState<readonly HeldPicture[]>([]);
  const [first, ...waiting] = held;
  const take = (pictures: readonly Blob[]) => {
    if (covers) setHeld((before) => [...before, ...pictures.map(hold)]);
    else for (const picture of pictures) void send(picture);
  };
  const hasShots = arrived(board, sent).length > 0;
  const pictures = <Pictures session={session} board={board} uploads={uploads} />;
  return (
    <>
      <AskBeforeLeaving
        isBusy={sending.length > 0 || held.length > 0}
        title="A picture has not arrived yet"
        words="If you leave now, it is not sent. What has arrived stays."
        leave="Leave without it"
      />
      <PageHead
        title="Photograph the room"
        lead={`${dayAndTime(board.session.startsAt, board.timeZone)}${board.session.title === '' ? '' : ` · ${board.session.title}`}`}
      >
        <Button
          color={hasShots && first === undefined ? 'primary' : 'secondary'}
          onClick={() => void navigate(`/app/sessions/${session}`)}
        >
          {hasShots ? 'Review' : 'Mark by hand instead'}
        </Button>
      </PageHead>
      {first === undefined && board.facesOn ? (
        <Inputs board={board} hasShots={hasShots} covers={covers} onCovers={setCovers} onPictures={take}>
          {pictures}
        </Inputs>
      ) : (
        <>
          {first !== undefined ? (
            <CoverPicture
              key={first.key}
              file={first.picture}
              waiting={waiting.length}
              onUse={(picture) => {
                setHeld(waiting);
                void send(named(picture, first.picture));
              }}
              onLeaveOut={() => setHeld(waiting)}
            />
          ) : (
            <Alert variant="info" hasShadow={false}>
              {textOf('FACES_OFF')}
            </Alert>
          )}
          {pictures}
        </>
      )}
      <View as="div" margin="medium 0 0">
        <Link as={RouteLink} to="/app" isWithinText={false}>
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
      {(board) =>
        board.session.state === 'open' ? (
          <Capture session={session} board={board} refetch={again} />
        ) : (
          // By the back button, or somebody confirmed it meanwhile: nothing more can be added.
          <Navigate to={`/app/sessions/${session}`} replace />
        )
      }
    </WhenThere>
  );
};
