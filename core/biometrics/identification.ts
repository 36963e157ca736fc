import type { CaptureId, FaceId, MemberId } from '../ids.ts';

/** Fractions of the (upright) picture, 0 to 1. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** An engine's answer for one member: how much the face resembles them, 0-100 on that engine's scale. */
export interface Candidate {
  readonly member: MemberId;
  readonly similarity: number;
}

/** One detection in one capture, with the best candidates of this course's gallery, best first. */
export interface Face {
  readonly id: FaceId;
  readonly capture: CaptureId;
  readonly box: Box;
  /** Height in pixels of the picture as it was taken; under 40 is too small to be sure. */
  readonly heightPx: number;
  readonly candidates: readonly Candidate[];
}

/**
 * Where an engine's similarity becomes a decision. `margin` is what the best candidate must lead the second by,
 * for a match: in similarity points, or in log-odds where the engine's scale saturates near 100.
 */
export interface Thresholds {
  readonly match: number;
  readonly review: number;
  readonly margin: number;
  readonly scale: 'linear' | 'log-odds';
}

export type Decision = 'match' | 'review' | 'unknown';

/** What recognition proposes for one face. A person decides (design rule 1). */
export interface Proposal {
  readonly face: FaceId;
  readonly decision: Decision;
  /** Of a match or review: whom the face resembles most and is free to be. */
  readonly member: MemberId | null;
  readonly candidates: readonly Candidate[];
}

export const warnBelowPx = 40;

const logOdds = (similarity: number) => {
  const share = Math.min(Math.max(similarity / 100, 1e-12), 1 - 1e-12);
  return Math.log(share / (1 - share));
};

/** What decisions are made of, whoever the candidates are. */
type Likeness = Pick<Candidate, 'similarity'>;

const lead = (candidates: readonly Likeness[], scale: Thresholds['scale']): number => {
  const [first, second] = candidates;
  if (first === undefined || second === undefined) return Number.POSITIVE_INFINITY;
  return scale === 'linear'
    ? first.similarity - second.similarity
    : logOdds(first.similarity) - logOdds(second.similarity);
};

/** What one face would be if it stood alone: two thresholds and a margin. */
export const decide = (candidates: readonly Likeness[], thresholds: Thresholds): Decision => {
  const best = candidates[0];
  if (best === undefined || best.similarity < thresholds.review) return 'unknown';
  return best.similarity >= thresholds.match && lead(candidates, thresholds.scale) >= thresholds.margin
    ? 'match'
    : 'review';
};

/** What a teacher has said of faces: the member, or null for "nobody of the course". Such faces are proposed no more. */
export type Verdicts = ReadonlyMap<FaceId, MemberId | null>;

const proposeInCapture = (faces: readonly Face[], thresholds: Thresholds, verdicts: Verdicts): Proposal[] => {
  const owned = new Set<MemberId>();
  for (const { id } of faces) {
    const said = verdicts.get(id);
    if (said != null) owned.add(said);
  }
  const order = faces
    .filter(({ id }) => !verdicts.has(id))
    .sort(
      (a, b) => (b.candidates[0]?.similarity ?? -1) - (a.candidates[0]?.similarity ?? -1) || (a.id < b.id ? -1 : 1),
    );
  return order.map(({ id: face, candidates }) => {
    const best = candidates[0];
    const alone = decide(candidates, thresholds);
    if (best !== undefined && alone !== 'unknown' && !owned.has(best.member)) {
      owned.add(best.member);
      return { face, decision: alone, member: best.member, candidates };
    }
    // The nearest member is another face's. A second-best is never given away unseen: a person looks, or nobody.
    const free = candidates.find(({ member, similarity }) => similarity >= thresholds.review && !owned.has(member));
    return alone !== 'unknown' && free !== undefined
      ? { face, decision: 'review', member: free.member, candidates }
      : { face, decision: 'unknown', member: null, candidates };
  });
};

/**
 * Proposals for all faces of a session that no teacher has judged, recomputed from all its captures: in each capture
 * one face belongs to at most one member and one member owns at most one face (design rule 3). The best similarity
 * keeps the member; the loser is not pushed onto its second-best as a match, which is where optimal assignment puts
 * strangers.
 */
export const propose = (faces: readonly Face[], thresholds: Thresholds, verdicts: Verdicts = new Map()): Proposal[] => {
  const byCapture = new Map<CaptureId, Face[]>();
  for (const face of faces) byCapture.set(face.capture, [...(byCapture.get(face.capture) ?? []), face]);
  return [...byCapture.values()].flatMap((inCapture) => proposeInCapture(inCapture, thresholds, verdicts));
};
