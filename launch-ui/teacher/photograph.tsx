import { memo } from 'react';
import type { Board, BoardFace } from '../../lti-server/http/api-schema/board.ts';
import { AuthorisedImage } from '../shell/authorised-image.tsx';
import { unseen } from '../shell/unseen.ts';

interface Props {
  readonly session: string;
  readonly board: Board;
  readonly present: string | null;
  readonly onPick: (face: string) => void;
}

const kindOf = ({ attention, member }: BoardFace): 'named' | 'look' | 'unknown' =>
  attention === 'uncertain' ? 'look' : member !== null ? 'named' : 'unknown';

/** Number and line tell the kinds apart, not colour alone: solid is named, dashed needs a look, dotted is nobody. */
const lines = {
  named: { border: '3px solid #1f7a3d', label: '#1f7a3d' },
  look: { border: '3px dashed #c25700', label: '#a64a00' },
  unknown: { border: '2px dotted #f1f3f4', label: '#4a5b68' },
} as const;

/** Below the box, as wide as twice the box: neighbours in a row stay legible. */
const nameStyle = {
  position: 'absolute',
  top: '100%',
  left: '50%',
  transform: 'translateX(-50%)',
  maxWidth: 'max(200%, 4rem)',
  padding: '0 3px',
  borderRadius: 2,
  color: '#fff',
  background: 'rgb(0 0 0 / 0.75)',
  font: '600 11px/1.3 system-ui, sans-serif',
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
  textAlign: 'center',
} as const;

const nameOf = (face: BoardFace, names: ReadonlyMap<string, string>): string => {
  if (face.member !== null) return names.get(face.member) ?? 'Somebody';
  if (face.verdict?.kind === 'visitor') return 'Visitor';
  if (face.verdict?.kind === 'not-a-face') return 'Not a face';
  return face.attention === 'uncertain' ? 'Needs a look' : 'Unknown';
};

/** A numbered box, a button, around one face. */
const FaceBox = memo(
  ({
    face,
    name,
    isPresent,
    onPick,
  }: {
    readonly face: BoardFace;
    readonly name: string;
    readonly isPresent: boolean;
    readonly onPick: (face: string) => void;
  }) => {
    const { border, label } = lines[kindOf(face)];
    const [first, ...others] = name.split(' ');
    return (
      <button
        type="button"
        aria-pressed={isPresent}
        onClick={() => onPick(face.id)}
        title={name}
        style={{
          position: 'absolute',
          left: `${face.box.left * 100}%`,
          top: `${face.box.top * 100}%`,
          width: `${face.box.width * 100}%`,
          height: `${face.box.height * 100}%`,
          minWidth: 12,
          padding: 0,
          border,
          outline: isPresent ? '3px solid #0E68B3' : undefined,
          outlineOffset: 2,
          background: 'transparent',
          cursor: 'pointer',
          borderRadius: 3,
        }}
      >
        <span
          style={{
            position: 'absolute',
            left: -3,
            bottom: '100%',
            background: label,
            color: '#fff',
            font: '700 11px/1.4 system-ui, sans-serif',
            padding: '0 4px',
            borderRadius: 2,
          }}
        >
          {face.number}
        </span>
        {face.member === null ? (
          <span style={unseen}> {name}</span>
        ) : (
          <span style={nameStyle}>
            {' '}
            {first}
            <span style={unseen}> {others.join(' ')}</span>
          </span>
        )}
      </button>
    );
  },
);

/** The photographs with a box around each face. */
export const Photographs = ({ session, board, present, onPick }: Props) => {
  const names = new Map(board.members.map(({ id, name }) => [id, name]));
  return (
    <>
      {board.captures.map((capture, index) => (
        <figure key={capture.id} style={{ margin: '0 0 1rem', position: 'relative' }}>
          <AuthorisedImage
            path={`/sessions/${session}/captures/${capture.id}/picture`}
            alt={`Picture ${index + 1} of the room`}
            style={{
              width: '100%',
              aspectRatio: `${capture.width || 4} / ${capture.height || 3}`,
              display: 'block',
              borderRadius: 4,
            }}
          />
          {board.faces
            .filter((face) => face.capture === capture.id)
            .map((face) => (
              <FaceBox
                key={face.id}
                face={face}
                name={nameOf(face, names)}
                isPresent={face.id === present}
                onPick={onPick}
              />
            ))}
        </figure>
      ))}
    </>
  );
};
