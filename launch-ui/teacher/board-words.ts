import type { Board, BoardCapture, BoardFace, BoardMember } from '../../lti-server/http/api-schema/board.ts';
import type { CheckInView } from '../../lti-server/http/api-schema/check-in.ts';
import { count } from '../plural.ts';
import { textOf } from '../problem-text.ts';
import { time } from '../times.ts';

/** "23 present · 1 late · 2 not decided": what is nought is left out. */
export const summary = (board: Board): string => {
  const number = (status: string) => board.members.filter((member) => member.status === status).length;
  const parts = (['present', 'late', 'absent', 'excused'] as const).flatMap((status) =>
    number(status) === 0 ? [] : [`${number(status)} ${status}`],
  );
  const { members } = board.open;
  return [...parts, ...(members > 0 ? [`${members} not decided`] : [])].join(' · ') || 'Nobody is on the roster yet';
};

const isPaused = ({ state, failure }: BoardCapture) =>
  (state === 'stored' || state === 'identifying') && failure !== null;

const away = 'recognition is not available at the moment. It is tried again by itself';

export const captureInWords = (capture: BoardCapture): string => {
  const { state, facesCompared, facesFound, tooSmall, failure } = capture;
  if (isPaused(capture)) return `Not compared yet: ${away}.`;
  switch (state) {
    case 'awaited':
      return 'Sent, waiting its turn';
    case 'stored':
      return 'Waiting to be compared';
    case 'identifying':
      return facesFound === 0 ? 'Looking for faces' : `${facesCompared} of ${count(facesFound, 'face')} compared`;
    case 'failed':
      return textOf(failure ?? 'INTERNAL');
    case 'identified':
      return facesFound === 0
        ? 'No faces found'
        : `${count(facesFound, 'face')}${tooSmall > 0 ? `, ${tooSmall} too small` : ''}`;
  }
};

/** That there are pictures whose comparing fails so far, and what to do meanwhile. */
export const pausedInWords = ({ captures }: Pick<Board, 'captures'>): string | null => {
  const number = captures.filter(isPaused).length;
  if (number === 0) return null;
  const pictures = `${count(number, 'picture')} ${number === 1 ? 'is' : 'are'} not compared yet`;
  return `${pictures}: ${away}; meanwhile you can mark by hand, and confirm.`;
};

/** Why a board cannot be confirmed yet. */
export const reason = ({ open: { faces, members, captures }, members: all }: Board): string | null => {
  if (captures > 0) return `${count(captures, 'picture')} still being compared`;
  if (faces > 0) return `${count(faces, 'face')} ${faces === 1 ? 'needs' : 'need'} a look`;
  if (members > 0) return `${count(members, 'person', 'people')} not decided`;
  return all.length === 0 ? 'Nobody is on the roster' : null;
};

/** Why somebody without a status is not part of the rest. */
export const maybeInWords = (board: Board): string | null => {
  const number = board.members.filter(({ status, maybe }) => status === null && maybe !== null).length;
  if (number === 0) return null;
  return `${count(number, 'person', 'people')} may be in the pictures: look at ${number === 1 ? 'that face' : 'those faces'} first.`;
};

export const checkedIn = ({ members }: Board): readonly BoardMember[] =>
  members.filter(({ checkIn }) => checkIn !== null);

/** "12 of 28 checked in" */
export const checkedInWords = (board: Board): string =>
  `${checkedIn(board).length} of ${board.members.length} checked in`;

export const checkInInWords = ({ at, status }: CheckInView, timeZone: string): string =>
  `Checked in ${time(at, timeZone)}${status === 'late' ? ', late' : ''}`;

export const nameOf = (face: BoardFace, names: ReadonlyMap<string, string>): string => {
  if (face.member !== null) return names.get(face.member) ?? 'Somebody';
  if (face.verdict?.kind === 'visitor') return 'Visitor';
  if (face.verdict?.kind === 'not-a-face') return 'Not a face';
  return face.attention === 'uncertain' ? 'Needs a look' : 'Unknown';
};

const mostNamed = 4;

/** What differs between two boards: "Ben Adams: late, Face 4: Visitor". Null when nothing does. */
export const differenceInWords = (before: Board, after: Board): string | null => {
  const old = new Map(before.members.map((member) => [member.id, member]));
  const faces = new Map(before.faces.map((face) => [face.id, face]));
  const people = after.members.flatMap(({ id, name, status, source, remark }) => {
    const was = old.get(id);
    if (was === undefined || (was.status === status && was.remark === remark) || source === 'code') return [];
    return [`${name}: ${was.status === status ? 'remark' : (status ?? 'not decided')}`];
  });
  const judged = after.faces.flatMap((face) => {
    const was = faces.get(face.id);
    if (was === undefined || face.verdict === null || face.verdict.kind === 'member') return [];
    return was.verdict?.kind === face.verdict.kind
      ? []
      : [`face ${face.number}: ${nameOf(face, new Map()).toLowerCase()}`];
  });
  const all = [...people, ...judged];
  if (all.length === 0) return null;
  const more = all.length - mostNamed;
  return `${all.slice(0, mostNamed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
};
