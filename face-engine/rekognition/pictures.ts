import { z } from 'zod';
import { cosine } from '../index.ts';
import { boundingBox, confidence, faceDetail } from './face-detail.ts';
import { noFaces } from './fault.ts';
import { attributes, image, qualityFilter, threshold } from './fields.ts';
import { operation } from './operation.ts';
import { readPicture } from './picture.ts';
import { reasonsAgainst } from './quality-bar.ts';
import { similarityOf } from './similarity.ts';

export const detectFaces = operation(
  z.object({ Image: image, Attributes: attributes }),
  async ({ engine }, { Image }) => {
    const picture = await readPicture(engine, Image, false);
    return { FaceDetails: picture.faces.map((face) => faceDetail(face, picture)) };
  },
);

/** The largest face of the source against all of the target. */
export const compareFaces = operation(
  z.object({
    SourceImage: image,
    TargetImage: image,
    SimilarityThreshold: threshold(80),
    QualityFilter: qualityFilter('NONE'),
  }),
  async ({ engine }, { SourceImage, TargetImage, SimilarityThreshold, QualityFilter }) => {
    const [source, target] = await Promise.all([
      readPicture(engine, SourceImage, true),
      readPicture(engine, TargetImage, true),
    ]);
    const [face] = source.faces;
    const others = target.faces.filter((other) => reasonsAgainst(other, target, QualityFilter).length === 0);
    if (face === undefined || face.vector === null || reasonsAgainst(face, source, QualityFilter).length > 0) {
      throw noFaces();
    }
    if (others.length === 0) throw noFaces();
    const { vector } = face;
    const compared = others
      .map((other) => ({
        Similarity: other.vector === null ? 0 : similarityOf(cosine(vector, other.vector)),
        Face: faceDetail(other, target),
      }))
      .sort((a, b) => b.Similarity - a.Similarity);
    return {
      SourceImageFace: { BoundingBox: boundingBox(face, source), Confidence: confidence(face) },
      FaceMatches: compared.filter(({ Similarity }) => Similarity >= SimilarityThreshold),
      UnmatchedFaces: compared.filter(({ Similarity }) => Similarity < SimilarityThreshold).map(({ Face }) => Face),
    };
  },
);
