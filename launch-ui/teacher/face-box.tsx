import { memo, useEffect, useRef } from 'react';
import type { BoardFace } from '../../lti-server/http/api-schema/board.ts';
import { unseen } from '../shell/unseen.ts';
import { numberHeight } from './label-room.ts';

const kindOf = ({ attention, member }: BoardFace): 'named' | 'look' | 'unknown' =>
  attention === 'uncertain' ? 'look' : member !== null ? 'named' : 'unknown';

/** Number and line tell the kinds apart, not colour alone: solid is named, dashed needs a look, dotted is nobody. */
const lines = {
  named: { border: 'solid #1f7a3d', label: '#1f7a3d' },
  look: { border: 'dashed #c25700', label: '#a64a00' },
  unknown: { border: 'dotted #f1f3f4', label: '#4a5b68' },
} as const;

/** Smaller than this on the screen, a box cannot be seen or hit: it is drawn larger than the face. */
const smallest = 16;
/** Of a name below a face, together with the number of the next one, in CSS pixels. */
const roomForName = 2 * numberHeight;

const labelStyle = {
  position: 'absolute',
  left: '50%',
  transform: 'translateX(-50%)',
  color: '#fff',
  borderRadius: 2,
  whiteSpace: 'nowrap',
} as const;

/** Above the box, so that it covers no face. */
const numberStyle = {
  ...labelStyle,
  bottom: 'calc(100% + 3px)',
  padding: '0 3px',
  font: '700 10px/1.3 system-ui, sans-serif',
} as const;

/** Below the box, as wide as twice the box: neighbours in a row stay legible. */
const nameStyle = {
  ...labelStyle,
  top: 'calc(100% + 3px)',
  maxWidth: 'max(200%, 4rem)',
  padding: '0 3px',
  background: 'rgb(0 0 0 / 0.75)',
  font: '600 11px/1.3 system-ui, sans-serif',
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  textAlign: 'center',
} as const;

const flash = (box: Element) =>
  box.animate(
    [{ boxShadow: '0 0 0 2px #0E68B3' }, { boxShadow: '0 0 0 16px rgb(14 104 179 / 0)' }],
    window.matchMedia('(prefers-reduced-motion: reduce)').matches ? { duration: 0 } : { duration: 600, iterations: 3 },
  );

interface Props {
  readonly face: BoardFace;
  readonly name: string;
  /** Free height around it, in CSS pixels: labels cover no other face. */
  readonly roomAbove: number;
  readonly roomBelow: number;
  readonly isPresent: boolean;
  /** Changes each time somebody asks where this face is; null: nobody did. */
  readonly asked: number | null;
  readonly onPick: (face: string) => void;
}

/** The box around one face: a button with its number above and the name below. */
export const FaceBox = memo(({ face, name, roomAbove, roomBelow, isPresent, asked, onPick }: Props) => {
  const box = useRef<HTMLButtonElement>(null);
  const { border, label } = lines[kindOf(face)];
  const isMarked = isPresent || asked !== null;
  const hasNumber = isMarked || roomAbove >= numberHeight || face.attention === 'uncertain';
  const hasName = face.member !== null && (isMarked || roomBelow >= roomForName);
  const [first = '', ...others] = name.split(' ');
  useEffect(() => {
    if (asked !== null && box.current !== null) flash(box.current);
  }, [asked]);
  return (
    <button
      ref={box}
      type="button"
      aria-pressed={isPresent}
      aria-current={asked !== null}
      onClick={() => onPick(face.id)}
      title={name}
      style={{
        position: 'absolute',
        left: `${(face.box.left + face.box.width / 2) * 100}%`,
        top: `${(face.box.top + face.box.height / 2) * 100}%`,
        width: `max(${face.box.width * 100}%, ${smallest}px)`,
        height: `max(${face.box.height * 100}%, ${smallest}px)`,
        transform: 'translate(-50%, -50%)',
        padding: 0,
        border: `2px ${border}`,
        outline: isMarked ? '3px solid #0E68B3' : undefined,
        outlineOffset: 2,
        zIndex: isMarked ? 1 : undefined,
        background: 'transparent',
        cursor: 'pointer',
        borderRadius: 3,
      }}
    >
      <span style={hasNumber ? { ...numberStyle, background: label } : unseen}>{face.number}</span>
      {hasName ? (
        <span style={nameStyle}>
          {' '}
          {first}
          <span style={unseen}> {others.join(' ')}</span>
        </span>
      ) : (
        <span style={unseen}> {name}</span>
      )}
    </button>
  );
});
