import { type Candidate, type Decision, type Face, propose, warnBelowPx } from '../biometrics/identification.ts';
import type { FaceId, MemberId } from '../ids.ts';
import type { Member } from '../roster/roster.ts';
import { type Capture, isWaitedFor } from './capture.ts';
import type { CheckIn } from './check-in.ts';
import type { FaceVerdict, Review } from './review.ts';
import type { Status } from './status.ts';

export interface BoardFace {
  readonly face: Face;
  /** 1, 2, 3 ... over the session, from left to right in each capture. */
  readonly number: number;
  readonly tooSmall: boolean;
  /** Of a judged face: what was proposed before anybody looked. */
  readonly decision: Decision;
  /** Whom the face counts for: the teacher's word, else a match. */
  readonly member: MemberId | null;
  readonly verdict: FaceVerdict | null;
  readonly attention: 'uncertain' | 'new' | null;
  /** Active students at or above the review threshold, best first. */
  readonly candidates: readonly Candidate[];
}

export interface BoardMember {
  readonly member: Member;
  readonly status: Status | null;
  /** The teacher's word, else a face, else their own; theirs before a face where it says that they came late. */
  readonly source: 'hand' | 'photo' | 'code' | null;
  readonly face: FaceId | null;
  /** A face that needs a look and may be theirs. */
  readonly maybe: FaceId | null;
  /** Whatever the status comes from. */
  readonly checkIn: CheckIn | null;
  readonly remark: string | null;
}

export interface Board {
  readonly faces: readonly BoardFace[];
  readonly members: readonly BoardMember[];
  /** What stops a confirmation. */
  readonly open: { readonly faces: number; readonly members: number; readonly captures: number };
}

export interface BoardInput {
  readonly captures: readonly Capture[];
  readonly checkIns: readonly CheckIn[];
  readonly review: Review;
  readonly students: readonly Member[];
  /** Whose present enrolment no teacher has confirmed a match of yet (design rule 7). */
  readonly newFaces: ReadonlySet<MemberId>;
}

type Named = Omit<BoardFace, 'attention'> & { readonly proposed: MemberId | null };

const nameFaces = ({ captures, review, students }: BoardInput): Named[] => {
  const onRoster = new Set(students.map(({ id }) => id));
  let number = 0;
  return captures.flatMap((capture) => {
    if (capture.engine === null) return [];
    const { thresholds } = capture.engine;
    const faces = capture.faces
      .map((face) => ({ ...face, candidates: face.candidates.filter(({ member }) => onRoster.has(member)) }))
      .sort((a, b) => a.box.left - b.box.left || a.box.top - b.box.top);
    const verdicts = new Map<FaceId, MemberId | null>();
    for (const { id } of faces) {
      const verdict = review.verdicts[id];
      if (verdict !== undefined) verdicts.set(id, verdict.kind === 'member' ? verdict.member : null);
    }
    const proposals = new Map(propose(faces, thresholds, verdicts).map((proposal) => [proposal.face, proposal]));
    // Of a judged face the evidence tells what was proposed before a person looked.
    const before = new Map(propose(faces, thresholds).map((proposal) => [proposal.face, proposal]));
    return faces.map((face) => {
      const proposal = proposals.get(face.id);
      const decision: Decision = (proposal ?? before.get(face.id))?.decision ?? 'unknown';
      const proposed = proposal?.member ?? null;
      number += 1;
      return {
        face,
        number,
        tooSmall: face.heightPx < warnBelowPx,
        decision,
        proposed,
        member: verdicts.has(face.id) ? (verdicts.get(face.id) ?? null) : decision === 'match' ? proposed : null,
        verdict: review.verdicts[face.id] ?? null,
        candidates: face.candidates.filter(({ similarity }) => similarity >= thresholds.review),
      };
    });
  });
};

const similarityTo = (named: Named, member: MemberId) =>
  named.face.candidates.find((candidate) => candidate.member === member)?.similarity ?? 0;

/**
 * What a teacher reviews: proposals of all captures and of those who checked in, the teacher's own word over them, and a
 * status for everyone who was seen, checked in or set by hand. Nobody becomes absent by being none of it (design rule 1).
 */
export const buildBoard = (input: BoardInput): Board => {
  const { review, students, captures, checkIns, newFaces } = input;
  const named = nameFaces(input);
  const best = new Map<MemberId, Named>();
  const takenAt = new Map(captures.map((capture) => [capture.id, capture.takenAt]));
  const firstSeen = new Map<MemberId, string>();
  for (const face of named) {
    if (face.member === null) continue;
    const at = takenAt.get(face.face.capture) ?? '';
    const before = firstSeen.get(face.member);
    if (before === undefined || at < before) firstSeen.set(face.member, at);
    const other = best.get(face.member);
    if (other === undefined || similarityTo(face, face.member) > similarityTo(other, face.member)) {
      best.set(face.member, face);
    }
  }
  const checkedIn = new Map(checkIns.map((checkIn) => [checkIn.member, checkIn]));
  const standing = students.map((member): Omit<BoardMember, 'maybe'> => {
    const { status: byHand = null, remark = null } = review.statuses[member.id] ?? {};
    const face = best.get(member.id)?.face.id ?? null;
    const checkIn = checkedIn.get(member.id) ?? null;
    const known = { member, face, checkIn, remark };
    if (byHand !== null) return { ...known, status: byHand, source: 'hand' };
    // Who came late is late in a picture that was taken after they came.
    const wasLate = checkIn?.status === 'late' && checkIn.at < (firstSeen.get(member.id) ?? '');
    if (face !== null && !wasLate) return { ...known, status: 'present', source: 'photo' };
    return { ...known, status: checkIn?.status ?? null, source: checkIn === null ? null : 'code' };
  });
  // Not so who was set absent by hand: a face that may be theirs speaks against it. Nor is their own word enough: a code can be
  // passed on, and whose face it is then is what the teacher wants to see.
  const accountedFor = new Set(
    standing
      .filter(
        ({ status, source, face }) => status !== null && status !== 'absent' && (source !== 'code' || face !== null),
      )
      .map(({ member }) => member.id),
  );
  const attentionOf = (face: Named): BoardFace['attention'] => {
    if (face.verdict !== null) return null;
    // A resemblance to somebody who is accounted for already, as in an overlapping shot, needs no look.
    if (face.decision === 'review' && face.proposed !== null && !accountedFor.has(face.proposed)) return 'uncertain';
    const isNew = face.member !== null && newFaces.has(face.member) && best.get(face.member) === face;
    return isNew ? 'new' : null;
  };
  const maybe = new Map<MemberId, FaceId>();
  const faces = named.map((face): BoardFace => {
    const { proposed, ...rest } = face;
    const attention = attentionOf(face);
    if (attention === 'uncertain' && proposed !== null && !maybe.has(proposed)) maybe.set(proposed, face.face.id);
    return { ...rest, attention };
  });
  const members = standing.map((member) => ({ ...member, maybe: maybe.get(member.member.id) ?? null }));
  return {
    faces,
    members,
    open: {
      faces: faces.filter(({ attention }) => attention === 'uncertain').length,
      members: members.filter(({ status }) => status === null).length,
      captures: captures.filter(isWaitedFor).length,
    },
  };
};

/**
 * Whom a mark for "the rest" is about: nobody has decided, and no face that needs a look may be theirs. Those faces come
 * first, or somebody who sits in the picture would become absent in passing (design rule 1).
 */
export const restOf = ({ members }: Board): MemberId[] =>
  members.filter(({ status, maybe }) => status === null && maybe === null).map(({ member }) => member.id);
