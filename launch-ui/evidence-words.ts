import type { RecordEntry } from '../lti-server/http/api-schema/record.ts';
import { dayAndTime } from './times.ts';

const grounds: Readonly<Record<Exclude<RecordEntry['evidence']['kind'], 'hand'>, string>> = {
  code: 'Checked in with the code',
  photo: 'Recognised in a class picture',
  'photo-erased': 'Recognised in a class picture',
};

/** How a status came about, in a few words. */
export const evidenceInWords = ({ evidence, byName }: Pick<RecordEntry, 'evidence' | 'byName'>): string =>
  evidence.kind === 'hand' ? `Marked by ${byName}` : `${grounds[evidence.kind]}, confirmed by ${byName}`;

/** The numbers behind it, for whoever wants to know. */
export const evidenceInNumbers = ({ evidence }: Pick<RecordEntry, 'evidence'>, timeZone: string): string | null => {
  if (evidence.kind === 'code') return `Checked in ${dayAndTime(evidence.at, timeZone)}`;
  return evidence.kind === 'photo'
    ? `Similarity ${evidence.similarity.toFixed(1)} (match from ${evidence.matchThreshold}, review from ${evidence.reviewThreshold}), ${evidence.engine} ${evidence.modelVersion}`
    : null;
};
