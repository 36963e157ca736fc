/**
 * Similarities here are percentages as Rekognition's are: a logistic curve over the cosine of two vectors that gives 80
 * (Rekognition's default threshold) at cosine .35 and 99 (the one AWS recommends for identifying people) at .55, the
 * review and match thresholds at which the embedded engine was measured. Two points fix the curve.
 */
const slope = 16.04;
const middle = 0.2636;

export const similarityOf = (cosine: number): number => 100 / (1 + Math.exp(-slope * (cosine - middle)));
