import type { PhotoEvidence } from '../../core/attendance/record.ts';

/** Of a record that came about by a photograph. */
export const photoEvidence: PhotoEvidence = {
  kind: 'photo',
  captureHash: 'hash',
  box: { left: 0, top: 0, width: 0.1, height: 0.1 },
  engine: 'embedded',
  modelVersion: '1',
  matchThreshold: 55,
  reviewThreshold: 35,
  similarity: 91,
  decision: 'match',
};
