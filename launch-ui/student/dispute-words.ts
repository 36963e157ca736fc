import type { DisputeView } from '../../lti-server/http/api-schema/dispute.ts';
import { dayAndTime } from '../times.ts';

/** What a student said of an entry, and what became of it. */
export const disputeInWords = ({ wanted, at, state, answer }: DisputeView, timeZone: string): string => {
  const said = `You said on ${dayAndTime(at, timeZone)} that you were ${wanted}.`;
  if (state === 'open' || answer === null) return `${said} Your teacher has not answered yet.`;
  const { byName, words } = answer;
  const when = dayAndTime(answer.at, timeZone);
  if (state === 'corrected') return `${said} Changed by ${byName}, ${when}.`;
  return `${said} Left as it is by ${byName}, ${when}${words === null ? '.' : `: “${words}”`}`;
};
