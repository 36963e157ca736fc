import { Flex, Text } from '@instructure/ui';
import { type CSSProperties, memo, useEffect, useRef } from 'react';
import type { BoardCapture, BoardFace } from '../../lti-server/http/api-schema/board.ts';
import { count } from '../plural.ts';
import { AuthorisedImage } from '../shell/authorised-image.tsx';
import { nameOf } from './board-words.ts';
import { FaceBox } from './face-box.tsx';
import { labelRoom } from './label-room.ts';
import { largestZoom, useZoom } from './use-zoom.ts';

/** Where somebody asked to see a face: the number tells one asking from the next. */
export interface Asked {
  readonly face: string;
  readonly times: number;
}

interface Props {
  readonly session: string;
  readonly captures: readonly BoardCapture[];
  readonly faces: readonly BoardFace[];
  readonly names: ReadonlyMap<string, string>;
  readonly present: string | null;
  readonly asked: Asked | null;
  readonly onPick: (face: string) => void;
}

/** A face is drawn at least so wide when somebody asks where it is. */
const legible = 32;

const zoomButton: CSSProperties = {
  font: '700 1.1rem/1 system-ui, sans-serif',
  width: '2.75rem',
  height: '2.75rem',
  border: '1px solid #6b7780',
  borderRadius: 4,
  background: '#fff',
  color: '#273540',
  cursor: 'pointer',
};

interface PhotographProps extends Omit<Props, 'captures'> {
  readonly capture: BoardCapture;
  readonly number: number;
}

const Photograph = ({ session, capture, number, faces, names, present, asked, onPick }: PhotographProps) => {
  const frame = useRef<HTMLDivElement>(null);
  const { zoom, width, zoomTo } = useZoom(frame);
  const shown = { width: width * zoom, height: (width * zoom * (capture.height || 3)) / (capture.width || 4) };
  const wanted = faces.find(({ id }) => id === asked?.face);
  const bring = useRef(() => {});
  bring.current = () => {
    if (wanted === undefined) return;
    const { left, top, width: wide, height: high } = wanted.box;
    const needed = width === 0 ? zoom : Math.ceil(legible / (wide * width));
    zoomTo(Math.max(zoom, needed), { x: left + wide / 2, y: top + high / 2 });
    frame.current?.scrollIntoView({ block: 'nearest' });
  };
  useEffect(() => {
    if (asked !== null) bring.current();
  }, [asked]);
  return (
    <figure style={{ margin: '0 0 0.75rem' }}>
      <div
        ref={frame}
        style={{
          overflow: 'auto',
          aspectRatio: `${capture.width || 4} / ${capture.height || 3}`,
          borderRadius: 4,
          scrollMarginBottom: '6rem',
        }}
      >
        <div style={{ position: 'relative', width: `${zoom * 100}%`, overflow: 'hidden' }}>
          <AuthorisedImage
            path={`/sessions/${session}/captures/${capture.id}/picture`}
            alt={`Picture ${number} of the room`}
            style={{
              width: '100%',
              aspectRatio: `${capture.width || 4} / ${capture.height || 3}`,
              display: 'block',
            }}
          />
          {faces.map((face) => {
            const { above, below } = labelRoom(face, faces, shown);
            return (
              <FaceBox
                key={face.id}
                face={face}
                name={nameOf(face, names)}
                roomAbove={above}
                roomBelow={below}
                isPresent={face.id === present}
                asked={asked !== null && asked.face === face.id ? asked.times : null}
                onPick={onPick}
              />
            );
          })}
        </div>
      </div>
      <figcaption>
        <Flex gap="x-small" alignItems="center" justifyItems="space-between" margin="xx-small 0 0">
          <Text size="small" color="secondary">
            Picture {number} · {count(faces.length, 'face')}
          </Text>
          <span style={{ display: 'flex', gap: 4 }}>
            <button
              type="button"
              style={zoomButton}
              aria-label={`Picture ${number} smaller`}
              disabled={zoom === 1}
              onClick={() => zoomTo(zoom / 2)}
            >
              −
            </button>
            <button
              type="button"
              style={zoomButton}
              aria-label={`Picture ${number} larger`}
              disabled={zoom >= largestZoom}
              onClick={() => zoomTo(zoom * 2)}
            >
              +
            </button>
          </span>
        </Flex>
      </figcaption>
    </figure>
  );
};

/** The photographs with a numbered box, a button, around each face. */
export const Photographs = memo(({ captures, faces, ...others }: Props) =>
  captures.map((capture, index) => (
    <Photograph
      key={capture.id}
      capture={capture}
      number={index + 1}
      faces={faces.filter((face) => face.capture === capture.id)}
      {...others}
    />
  )),
);
