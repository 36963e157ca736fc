import { longestRemark } from '../lti-server/http/api-schema/status.ts';

/** What is wrong with words that are too long to be sent; null for others. */
export const tooLong = (words: string): string | null => {
  const { length } = words.trim();
  return length > longestRemark ? `At most ${longestRemark} characters; these are ${length}` : null;
};
