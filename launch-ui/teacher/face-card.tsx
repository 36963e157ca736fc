import { Button, Flex, Pill, Text, View } from '@instructure/ui';
import { memo, useEffect, useRef, useState } from 'react';
import type { BoardFace, Verdict } from '../../lti-server/http/api-schema/board.ts';
import { AuthorisedImage } from '../shell/authorised-image.tsx';
import { useTouchSize } from '../shell/touch-size.ts';
import { type Person, SomebodyElse } from './somebody-else.tsx';

interface Props {
  readonly session: string;
  readonly face: BoardFace;
  /** The roster: the same list as long as nobody joins or leaves it. */
  readonly people: readonly Person[];
  /** The keys act on this one. */
  readonly isPresent: boolean;
  /** A person has come to it: it takes the focus and stands in view. */
  readonly isPicked: boolean;
  readonly onJudge: (face: string, verdict: Verdict | null) => void;
  readonly onSkip: (face: BoardFace) => void;
}

const side = '5.5rem';
const frame = { width: side, height: side, objectFit: 'cover', borderRadius: 4 } as const;

const Pair = ({ session, face }: Pick<Props, 'session' | 'face'>) => {
  const [best] = face.candidates;
  return (
    <Flex gap="x-small">
      <AuthorisedImage
        path={`/sessions/${session}/faces/${face.id}/crop`}
        alt={`Face ${face.number} in the picture`}
        style={frame}
      />
      {best !== undefined && (
        <AuthorisedImage
          path={`/sessions/${session}/members/${best.member}/reference`}
          alt={`Enrolled picture of ${best.name}`}
          style={frame}
        />
      )}
    </Flex>
  );
};

/** One face beside its best candidate's reference; the teacher says who it is. */
export const FaceCard = memo(({ session, face, people, isPresent, isPicked, onJudge, onSkip }: Props) => {
  const place = useRef<HTMLElement>(null);
  const [searching, setSearching] = useState(false);
  const size = useTouchSize('small');
  useEffect(() => {
    if (!isPicked) return;
    place.current?.scrollIntoView({ block: 'nearest' });
    place.current?.focus({ preventScroll: true });
  }, [isPicked]);
  const now = people.find(({ id }) => id === face.member);
  return (
    <section
      ref={place}
      tabIndex={-1}
      aria-label={`Face ${face.number}`}
      style={{ outline: 'none', scrollMarginBottom: '6rem' }}
    >
      <View
        as="div"
        padding="small"
        margin="0 0 small"
        borderWidth={isPresent ? 'medium' : 'small'}
        borderColor={isPresent ? 'info' : 'primary'}
        borderRadius="medium"
        display="block"
      >
        <Flex gap="small" alignItems="start" wrap="wrap">
          <Pair session={session} face={face} />
          <Flex.Item shouldGrow shouldShrink size="12rem">
            <Text weight="bold">
              Face {face.number}
              {now === undefined ? '' : `: ${now.name}`}
            </Text>{' '}
            {face.attention === 'new' && <Pill color="info">New face</Pill>}{' '}
            {face.tooSmall && <Pill color="warning">Small</Pill>}
            <Flex direction="column" gap="xx-small" margin="xx-small 0 0">
              {face.candidates.map((candidate, index) => (
                <Button
                  key={candidate.member}
                  {...size}
                  display="block"
                  textAlign="start"
                  onClick={() => onJudge(face.id, { kind: 'member', member: candidate.member })}
                >
                  {index + 1} · {candidate.name} <Text size="x-small">({candidate.similarity.toFixed(0)})</Text>
                </Button>
              ))}
              <Flex gap="xx-small" wrap="wrap">
                <Button {...size} aria-expanded={searching} onClick={() => setSearching(!searching)}>
                  Somebody else…
                </Button>
                <Button {...size} onClick={() => onJudge(face.id, { kind: 'visitor' })}>
                  V · Visitor
                </Button>
                <Button {...size} onClick={() => onJudge(face.id, { kind: 'not-a-face' })}>
                  X · Not a face
                </Button>
                {face.verdict !== null && (
                  <Button {...size} onClick={() => onJudge(face.id, null)}>
                    Take back what was said
                  </Button>
                )}
                <Button {...size} onClick={() => onSkip(face)}>
                  {face.attention === null ? 'Close' : 'Not now'}
                </Button>
              </Flex>
              {searching && (
                <SomebodyElse
                  label={`Who is face ${face.number}?`}
                  people={people}
                  onChoose={(member) => onJudge(face.id, { kind: 'member', member })}
                />
              )}
            </Flex>
          </Flex.Item>
        </Flex>
      </View>
    </section>
  );
});
