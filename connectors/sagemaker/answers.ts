import { z } from 'zod';

/** What an institution's model answers: docs/faces.md, "A model of your own". */
const percent = z.number().min(0).max(100);
const model = z.string().min(1).max(200);

/** To `{"describe": true}`: which model it is, and where its numbers become decisions. */
export const descriptionAnswer = z
  .object({
    model,
    vectorLength: z.int().min(16).max(8192),
    thresholds: z.object({ match: percent, review: percent, margin: percent }),
    qualityLimits: z.object({
      minHeightPx: z.number().min(1),
      minBrightness: percent,
      maxBrightness: percent,
      minSharpness: percent,
      maxYaw: z.number().min(0).max(90),
      maxPitch: z.number().min(0).max(90),
    }),
    /** Data set, counts, operating point. */
    origin: z.string().min(40).max(2000),
  })
  .refine(({ thresholds: { match, review } }) => review < match);
export type DescriptionAnswer = z.infer<typeof descriptionAnswer>;

/** Pixels of the upright picture. */
const point = z.tuple([z.number(), z.number()]);

const face = z.object({
  box: z.object({ x: z.number(), y: z.number(), width: z.number().positive(), height: z.number().positive() }),
  score: z.number().min(0).max(1),
  points: z.tuple([point, point, point, point, point]),
  quality: z.object({ brightness: percent, sharpness: percent, yaw: z.number(), pitch: z.number() }),
  vector: z.array(z.number()).nullable(),
});

export const facesAnswer = z.object({
  model,
  width: z.int().positive(),
  height: z.int().positive(),
  faces: z.array(face).max(1000),
});
export type FacesAnswer = z.infer<typeof facesAnswer>;
