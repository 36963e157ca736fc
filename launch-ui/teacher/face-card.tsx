import { Button, Flex, Pill, Text, View } from '@instructure/ui';
import { memo, useEffect, useRef } from 'react';
import type { BoardFace, Verdict } from '../../lti-server/http/api-schema/board.ts';
import { AuthorisedImage } from '../shell/authorised-image.tsx';

interface Props {
  readonly session: string;
  readonly face: BoardFace;
  readonly isPresent: boolean;
  readonly onJudge: (face: string, verdict: Verdict) => void;
  readonly onSkip: (face: string) => void;
}

const side = '5.5rem';
const frame = { width: side, height: side, objectFit: 'cover', borderRadius: 4 } as const;

/** One face beside its best candidate's reference; the teacher says who it is. */
export const FaceCard = memo(({ session, face, isPresent, onJudge, onSkip }: Props) => {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isPresent) place.current?.scrollIntoView({ block: 'nearest' });
  }, [isPresent]);
  const [best] = face.candidates;
  return (
    <div ref={place}>
      <View
        as="section"
        aria-label={`Face ${face.number}`}
        padding="small"
        margin="0 0 small"
        borderWidth={isPresent ? 'medium' : 'small'}
        borderColor={isPresent ? 'info' : 'primary'}
        borderRadius="medium"
        display="block"
      >
        <Flex gap="small" alignItems="start" wrap="wrap">
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
          <Flex.Item shouldGrow shouldShrink size="12rem">
            <Text weight="bold">Face {face.number}</Text>{' '}
            {face.attention === 'new' && <Pill color="info">New face</Pill>}{' '}
            {face.tooSmall && <Pill color="warning">Small</Pill>}
            <Flex direction="column" gap="xx-small" margin="xx-small 0 0">
              {face.candidates.map((candidate, index) => (
                <Button
                  key={candidate.member}
                  size="small"
                  display="block"
                  textAlign="start"
                  onClick={() => onJudge(face.id, { kind: 'member', member: candidate.member })}
                >
                  {index + 1} · {candidate.name} <Text size="x-small">({candidate.similarity.toFixed(0)})</Text>
                </Button>
              ))}
              <Flex gap="xx-small" wrap="wrap">
                <Button size="small" onClick={() => onJudge(face.id, { kind: 'visitor' })}>
                  V · Visitor
                </Button>
                <Button size="small" onClick={() => onJudge(face.id, { kind: 'not-a-face' })}>
                  X · Not a face
                </Button>
                <Button size="small" onClick={() => onSkip(face.id)}>
                  Not now
                </Button>
              </Flex>
            </Flex>
          </Flex.Item>
        </Flex>
      </View>
    </div>
  );
});
