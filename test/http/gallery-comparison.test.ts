import { pictureReader } from '../../connectors/embedded/picture-reader.ts';
import { faultOf } from '../../core/biometrics/enrolment.ts';
import {
  type Decision,
  type Face,
  type Proposal,
  propose,
  type Thresholds,
} from '../../core/biometrics/identification.ts';
import { asId, type CaptureId, faceId, type MemberId } from '../../core/ids.ts';
import type { FaceGallery, IdentifiedFace, PersonReference } from '../../core/ports/face-gallery.ts';
import type { FaceEngine } from '../../face-engine/index.ts';
import { composePhotograph } from '../../practice-lms/class/compose.ts';
import { students } from '../../practice-lms/class/draw.ts';
import { type Photograph, photographs } from '../../practice-lms/class/photographs.ts';
import { enrolmentPictures } from '../../practice-lms/class/portraits.ts';
import { type OpenGallery, openEmbedded, openRekognition } from '../support/face-galleries.ts';
import { personAt } from '../support/practice-class.ts';
import { openRememberingEngine } from '../support/remembering-engine.ts';

/** How far both engines' similarities may be from what parts their decisions, in points of cosine. */
const nearThreshold = 5;
/** Of either engine, in points of cosine. */
const margin = 8;
const course = 'c_biology-101';
const enrolled = students.filter(({ declines }) => !declines);
const pictures = pictureReader();

/** The first three takes without a fault, cropped as an enrolment crops them. */
const referencesOf = async (gallery: FaceGallery, id: string, portrait: string): Promise<PersonReference[]> => {
  const { qualityLimits } = await gallery.describe();
  const references: PersonReference[] = [];
  for (const take of await enrolmentPictures(portrait)) {
    const { jpeg } = await pictures.clean(take);
    const faces = await gallery.inspect(jpeg);
    const [face] = faces;
    const qualities = faces.map(({ quality }) => quality);
    if (face === undefined || faultOf(qualities, qualityLimits) !== null || references.length === 3) continue;
    references.push({ id: `${id}-${references.length + 1}`, image: await pictures.crop(jpeg, face.box, 0.5, 480) });
  }
  return references;
};

interface Decided {
  readonly face: IdentifiedFace;
  readonly proposal: Proposal;
}

const decide = async (gallery: FaceGallery, name: string, jpeg: Uint8Array): Promise<Decided[]> => {
  const capture = asId<CaptureId>(name);
  const found = await gallery.identify(course, jpeg);
  const faces = found.map(({ candidates, ...face }, index): Face => {
    const members = candidates.map(({ person, similarity }) => ({ member: asId<MemberId>(person), similarity }));
    return { ...face, id: faceId(capture, index), capture, candidates: members };
  });
  const proposals = new Map(propose(faces, (await gallery.describe()).thresholds).map((one) => [one.face, one]));
  return found.flatMap((face, index) => {
    const proposal = proposals.get(faceId(capture, index));
    return proposal === undefined ? [] : [{ face, proposal }];
  });
};

/** In points of cosine; the logistic of Muster's own server undone. */
const points = (similarity: number, { scale }: Thresholds) =>
  scale === 'linear' ? similarity : 100 * (0.2636 + Math.log(similarity / (100 - similarity)) / 16.04);

/** A match and a review are parted by the match threshold or by the margin, a review and an unknown by the review threshold. */
const distance = ({ face }: Decided, thresholds: Thresholds, decisions: readonly Decision[]): number => {
  const [best = 0, second = Number.NEGATIVE_INFINITY] = face.candidates.map(({ similarity }) =>
    points(similarity, thresholds),
  );
  if (decisions.includes('unknown')) return Math.abs(best - points(thresholds.review, thresholds));
  return Math.min(Math.abs(best - points(thresholds.match, thresholds)), Math.abs(best - second - margin));
};

const samePlace = ({ box: one }: IdentifiedFace, { box: other }: IdentifiedFace) =>
  (['left', 'top', 'width', 'height'] as const).every((side) => Math.abs(one[side] - other[side]) < 1e-6);

interface Pair {
  readonly photograph: Photograph;
  readonly embedded: Decided;
  readonly rekognition: Decided;
}

describe('the practice class before both engines, each with its shipped thresholds', () => {
  let engine: FaceEngine;
  let embedded: OpenGallery;
  let rekognition: OpenGallery;
  const pairs: Pair[] = [];
  let faces = 0;

  beforeAll(async () => {
    engine = await openRememberingEngine();
    embedded = await openEmbedded(engine);
    rekognition = await openRekognition(engine);
    for (const { id, portrait } of enrolled) {
      const references = await referencesOf(embedded.gallery, id, portrait);
      expect(references).toHaveLength(3);
      await embedded.gallery.put(course, id, references);
      await rekognition.gallery.put(course, id, references);
    }
    for (const photograph of photographs) {
      const { jpeg } = await pictures.clean(await composePhotograph(photograph));
      const ours = await decide(embedded.gallery, photograph.name, jpeg);
      const theirs = await decide(rekognition.gallery, photograph.name, jpeg);
      faces += Math.max(ours.length, theirs.length);
      for (const one of ours) {
        const other = theirs.find(({ face }) => samePlace(face, one.face));
        if (other !== undefined) pairs.push({ photograph, embedded: one, rekognition: other });
      }
    }
  });
  afterAll(async () => {
    await rekognition?.close();
    await engine?.close();
  });

  it('shows both the same faces', () => {
    expect(pairs).toHaveLength(faces);
    expect(faces).toBeGreaterThanOrEqual(photographs.reduce((sum, { people }) => sum + people.length, 0) * 0.9);
  });

  it('never gets two names for one face', () => {
    for (const pair of pairs) {
      const names = [pair.embedded.proposal.member, pair.rekognition.proposal.member].filter((name) => name !== null);
      expect(new Set(names).size).toBeLessThanOrEqual(1);
    }
  });

  it('is matched wrongly by neither, and visitors and the one who declined never', () => {
    for (const { photograph, ...pair } of pairs) {
      for (const { face, proposal } of [pair.embedded, pair.rekognition]) {
        if (proposal.decision === 'match') expect(proposal.member).toBe(personAt(face.box, photograph)?.person);
      }
    }
  });

  it('is recognised by both, match or review, wherever the manifest says so', () => {
    for (const { photograph, ...pair } of pairs) {
      for (const { face, proposal } of [pair.embedded, pair.rekognition]) {
        const placed = personAt(face.box, photograph);
        if (placed?.expected === 'match-or-review') expect(proposal.member).toBe(placed.person);
      }
    }
  });

  it(`is decided differently only within ${nearThreshold} points of cosine of a threshold`, async () => {
    const [ours, theirs] = [
      (await embedded.gallery.describe()).thresholds,
      (await rekognition.gallery.describe()).thresholds,
    ];
    const differing = pairs.flatMap((pair) => {
      const decisions = [pair.embedded.proposal.decision, pair.rekognition.proposal.decision];
      if (new Set(decisions).size === 1) return [];
      const farthest = Math.max(
        distance(pair.embedded, ours, decisions),
        distance(pair.rekognition, theirs, decisions),
      );
      return [{ ...pair, decisions, farthest }];
    });
    const lines = differing.map(({ photograph, embedded: one, rekognition: other, farthest }) => {
      const told = ({ face, proposal }: Decided) =>
        `${proposal.decision} ${face.candidates[0]?.similarity.toFixed(2)} (second ${face.candidates[1]?.similarity.toFixed(2)})`;
      const who = personAt(one.face.box, photograph)?.person ?? 'nobody';
      return `${photograph.name} ${who} ${one.face.heightPx} px: embedded ${told(one)}, rekognition ${told(other)}; at most ${farthest.toFixed(1)} points from the threshold`;
    });
    const shift = pairs.map(({ embedded: one, rekognition: other }) =>
      Math.abs(
        points(one.face.candidates[0]?.similarity ?? 0, ours) -
          points(other.face.candidates[0]?.similarity ?? 0, theirs),
      ),
    );
    console.info(
      [
        `${differing.length} of ${pairs.length} faces are decided differently:`,
        ...lines,
        `The best similarities differ by ${(shift.reduce((sum, one) => sum + one, 0) / shift.length).toFixed(2)} points of cosine on average, by ${Math.max(...shift).toFixed(2)} at most.`,
      ].join('\n'),
    );
    for (const { decisions, farthest } of differing) {
      expect(decisions).not.toEqual(expect.arrayContaining(['match', 'unknown']));
      expect(farthest).toBeLessThanOrEqual(nearThreshold);
    }
    expect(pairs.length).toBeGreaterThan(0);
  });
});
