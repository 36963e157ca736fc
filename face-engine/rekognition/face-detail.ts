import type { AnalysedFace } from '../messages.ts';
import type { Picture } from './picture.ts';

/** Fractions of the picture. Like Rekognition's they run over its edge where the face does. */
export interface BoundingBox {
  readonly Left: number;
  readonly Top: number;
  readonly Width: number;
  readonly Height: number;
}

export const boundingBox = ({ box }: AnalysedFace, { width, height }: Picture): BoundingBox => ({
  Left: box.x / width,
  Top: box.y / height,
  Width: box.width / width,
  Height: box.height / height,
});

export const confidence = ({ box }: AnalysedFace): number => Math.min(100, box.score * 100);

const degrees = 180 / Math.PI;

const roll = ({ points: [left, right] }: AnalysedFace) => Math.atan2(right.y - left.y, right.x - left.x) * degrees;

const landmarkNames = ['eyeLeft', 'eyeRight', 'nose', 'mouthLeft', 'mouthRight'] as const;

/** The attributes that Rekognition calls DEFAULT. */
export const faceDetail = (face: AnalysedFace, picture: Picture) => ({
  BoundingBox: boundingBox(face, picture),
  Confidence: confidence(face),
  Landmarks: landmarkNames.map((Type, index) => ({
    Type,
    X: (face.points[index]?.x ?? 0) / picture.width,
    Y: (face.points[index]?.y ?? 0) / picture.height,
  })),
  Pose: { Roll: roll(face), Yaw: face.quality.yaw, Pitch: face.quality.pitch },
  Quality: { Brightness: face.quality.brightness, Sharpness: face.quality.sharpness },
});
