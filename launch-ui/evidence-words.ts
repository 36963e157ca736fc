import type { RecordEntry } from '../lti-server/http/api-schema/record.ts';

/** How a status came about, in a few words. */
export const evidenceInWords = ({ evidence, byName }: Pick<RecordEntry, 'evidence' | 'byName'>): string =>
  evidence.kind === 'hand' ? `Marked by ${byName}` : `Recognised in a class picture, confirmed by ${byName}`;

/** The numbers behind it, for whoever wants to know. */
export const evidenceInNumbers = ({ evidence }: Pick<RecordEntry, 'evidence'>): string | null =>
  evidence.kind === 'photo'
    ? `Similarity ${evidence.similarity.toFixed(1)} (match from ${evidence.matchThreshold}, review from ${evidence.reviewThreshold}), ${evidence.engine} ${evidence.modelVersion}`
    : null;
