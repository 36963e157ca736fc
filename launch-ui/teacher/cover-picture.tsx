import { Alert, Button, Flex, Heading, Text, View } from '@instructure/ui';
import { useEffect, useReducer, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { textOf } from '../problem-text.ts';
import { hasKeys } from '../shell/has-keys.ts';
import { Loading } from '../shell/page-states.tsx';
import { middle } from './cover-areas.ts';
import { afterStep, emptyDrawing } from './cover-drawing.ts';
import { CoverSurface } from './cover-surface.tsx';
import { decode, withCovered } from './covered-picture.ts';

interface Props {
  readonly file: Blob;
  /** How many wait after this one. */
  readonly waiting: number;
  readonly onUse: (picture: Blob) => void;
  readonly onLeaveOut: () => void;
}

type Decoded = HTMLCanvasElement | 'reading' | 'unreadable';

const useDecoded = (file: Blob): Decoded => {
  const [decoded, setDecoded] = useState<Decoded>('reading');
  useEffect(() => {
    let left = false;
    decode(file).then(
      (picture) => {
        if (!left) setDecoded(picture);
      },
      () => {
        if (!left) setDecoded('unreadable');
      },
    );
    return () => {
      left = true;
    };
  }, [file]);
  return decoded;
};

const Drawing = ({ picture, onUse, onLeaveOut }: Omit<Props, 'file' | 'waiting'> & { picture: HTMLCanvasElement }) => {
  const [{ areas, before, said }, step] = useReducer(afterStep, emptyDrawing);
  const [failed, setFailed] = useState(false);
  const surface = useRef<HTMLDivElement>(null);
  const take = async () => {
    const covered = await withCovered(picture, areas);
    if (covered === null) setFailed(true);
    else onUse(covered);
  };
  const add = () => {
    // Drawn at once, and last: the next key is meant for it.
    flushSync(() => step({ kind: 'add', area: middle }));
    [...(surface.current?.querySelectorAll('button') ?? [])].at(-1)?.focus();
  };
  return (
    <>
      <Text as="p">
        Draw over what should not be seen, or tap two opposite corners.
        {hasKeys() &&
          ' By keyboard: add an area, move it with the arrows, resize it with Shift and the arrows, take it away with Delete.'}
      </Text>
      <div ref={surface}>
        <CoverSurface picture={picture} areas={areas} onStep={step} />
      </div>
      <div role="status">
        <Text size="small">{said === '' ? 'Nothing is covered yet' : said}</Text>
      </div>
      {failed && (
        <Alert variant="error" hasShadow={false}>
          {textOf('IMAGE_UNREADABLE')}
        </Alert>
      )}
      <Flex gap="small" wrap="wrap" margin="small 0">
        <Button color="primary" onClick={() => void take()}>
          Use this picture
        </Button>
        <Button onClick={add}>Add an area</Button>
        <Button onClick={() => step({ kind: 'undo' })} interaction={before.length > 0 ? 'enabled' : 'disabled'}>
          Undo
        </Button>
        <Button onClick={onLeaveOut}>Leave it out</Button>
      </Flex>
    </>
  );
};

/** One picture, held in this browser until its areas are covered (design rule 2): what was under them never leaves it. */
export const CoverPicture = ({ file, waiting, ...choices }: Props) => {
  const decoded = useDecoded(file);
  const section = useRef<HTMLElement>(null);
  useEffect(() => section.current?.focus(), []);
  return (
    <section ref={section} tabIndex={-1} aria-label="Cover parts of this picture" style={{ outline: 'none' }}>
      <Heading as="h2" level="h3">
        Cover parts of this picture
      </Heading>
      <Text as="p" size="small" color="secondary">
        It has not been sent yet. What you cover becomes grey before it is.
        {waiting > 0 && ` ${waiting} more after this one.`}
      </Text>
      {decoded === 'reading' && <Loading what="the picture" />}
      {decoded === 'unreadable' && (
        <View as="div">
          <Alert variant="error" hasShadow={false}>
            {textOf('IMAGE_UNREADABLE')}
          </Alert>
          <Button onClick={choices.onLeaveOut}>Leave it out</Button>
        </View>
      )}
      {decoded instanceof HTMLCanvasElement && <Drawing picture={decoded} {...choices} />}
    </section>
  );
};
