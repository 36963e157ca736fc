import { Text } from '@instructure/ui';
import type { BoardFace } from '../../lti-server/http/api-schema/board.ts';
import { AuthorisedImage } from '../shell/authorised-image.tsx';

const side = { width: '3.25rem', height: '3.25rem', objectFit: 'cover', borderRadius: 4 } as const;

/** Recognised for the first time: each face beside the enrolled picture, so that a person has seen it once (rule 7). */
export const NewFaces = ({
  session,
  faces,
  onPick,
}: {
  readonly session: string;
  readonly faces: readonly BoardFace[];
  readonly onPick: (face: string) => void;
}) => (
  <details open style={{ margin: '0 0 1rem' }}>
    <summary style={{ cursor: 'pointer', fontWeight: 700, padding: '0.5rem 0' }}>New faces ({faces.length})</summary>
    <Text as="p" size="small">
      Recognised for the first time: is each pair the same person? Press the one that is not.
    </Text>
    <ul
      style={{
        listStyle: 'none',
        margin: 0,
        padding: 0,
        display: 'grid',
        gap: '0.5rem',
        gridTemplateColumns: 'repeat(auto-fill, minmax(7.5rem, 1fr))',
      }}
    >
      {faces.map(({ id, number, member, candidates }) => {
        const name = candidates.find((candidate) => candidate.member === member)?.name ?? 'Somebody';
        return (
          <li key={id}>
            <button
              type="button"
              onClick={() => onPick(id)}
              style={{
                font: 'inherit',
                background: 'none',
                border: 0,
                padding: 0,
                color: 'inherit',
                textAlign: 'start',
                cursor: 'pointer',
              }}
            >
              <span style={{ display: 'flex', gap: 2 }}>
                <AuthorisedImage path={`/sessions/${session}/faces/${id}/crop`} alt="" style={side} />
                <AuthorisedImage path={`/sessions/${session}/members/${member}/reference`} alt="" style={side} />
              </span>
              <Text size="small">
                {number} · {name}
              </Text>
            </button>
          </li>
        );
      })}
    </ul>
  </details>
);
