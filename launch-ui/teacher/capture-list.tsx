import { Alert, Button, Flex, Heading, Link, ProgressBar, Text, View } from '@instructure/ui';
import type { BoardCapture } from '../../lti-server/http/api-schema/board.ts';
import { count } from '../plural.ts';
import { textOf } from '../problem-text.ts';
import { AuthorisedImage } from '../shell/authorised-image.tsx';
import { captureInWords } from './board-words.ts';
import type { Sending } from './use-uploads.ts';

/** The pictures that are on their way, and those that failed. */
export const SendingList = ({
  sending,
  onDismiss,
  onAgain,
}: {
  readonly sending: readonly Sending[];
  readonly onDismiss: (key: number) => void;
  readonly onAgain: (picture: Blob) => void;
}) => (
  <>
    {sending.map(({ key, name, share, problem, picture }) =>
      problem === null ? (
        <ProgressBar
          key={key}
          size="small"
          margin="x-small 0"
          screenReaderLabel={name === null ? 'Sending the picture' : `Sending ${name}`}
          valueNow={Math.round(share * 100)}
          valueMax={100}
          renderValue={({ valueNow }) => `Sending, ${valueNow} %`}
        />
      ) : (
        <Alert key={key} variant="error" hasShadow={false} margin="x-small 0">
          <Text weight="bold">{name ?? 'A picture from the camera'}</Text>
          <Text as="p">{textOf(problem)}</Text>
          <Flex gap="small" wrap="wrap">
            <Button
              onClick={() => {
                onDismiss(key);
                onAgain(picture);
              }}
            >
              Send again
            </Button>
            <Button onClick={() => onDismiss(key)}>Leave it out</Button>
          </Flex>
        </Alert>
      ),
    )}
  </>
);

/** The pictures that have arrived, the newest first, each with what was found in it. */
export const CaptureList = ({
  session,
  captures,
  onRemove,
}: {
  readonly session: string;
  readonly captures: readonly BoardCapture[];
  readonly onRemove: (capture: string) => void;
}) => (
  <View as="section" margin="small 0" display="block">
    <Heading as="h2" level="h4" margin="0 0 x-small">
      {count(captures.length, 'picture')}
    </Heading>
    <ul style={{ listStyle: 'none', margin: 0, padding: 0, display: 'flex', gap: '1rem', flexWrap: 'wrap' }}>
      {captures
        .map((capture, index) => (
          <li key={capture.id} style={{ display: 'flex', gap: '0.6rem', flex: '0 1 16rem' }}>
            {capture.state !== 'awaited' && (
              <AuthorisedImage
                path={`/sessions/${session}/captures/${capture.id}/picture`}
                alt={`Class picture ${index + 1}`}
                style={{ width: '6rem', height: '4.5rem', objectFit: 'cover', borderRadius: 4, flex: 'none' }}
              />
            )}
            <div>
              <Text as="div" size="small">
                {captureInWords(capture)}
              </Text>
              {capture.state === 'identifying' && capture.facesFound > 0 && (
                <ProgressBar
                  screenReaderLabel="Faces compared"
                  size="x-small"
                  valueNow={capture.facesCompared}
                  valueMax={capture.facesFound}
                />
              )}
              <Link as="button" isWithinText={false} onClick={() => onRemove(capture.id)}>
                Remove picture {index + 1}
              </Link>
            </div>
          </li>
        ))
        .reverse()}
    </ul>
  </View>
);
