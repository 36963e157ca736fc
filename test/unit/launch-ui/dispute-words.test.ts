import { disputeInWords } from '../../../launch-ui/student/dispute-words.ts';
import { dayAndTime } from '../../../launch-ui/times.ts';
import type { DisputeView } from '../../../lti-server/http/api-schema/dispute.ts';

const zone = 'Europe/Berlin';
const [said, answered] = ['2026-11-24T09:12:00.000Z', '2026-11-24T10:30:00.000Z'];
const at = (instant: string) => dayAndTime(instant, zone);
const aDispute = (over: Partial<DisputeView> = {}): DisputeView => ({
  wanted: 'present',
  reason: 'I sat in the last row',
  at: said,
  state: 'open',
  answer: null,
  ...over,
});
const answer = { byName: 'Ms Ito', at: answered, words: null };

describe('what a student said of an entry', () => {
  it('waits for the teacher', () => {
    const words = `You said on ${at(said)} that you were present. Your teacher has not answered yet.`;
    expect(disputeInWords(aDispute(), zone)).toBe(words);
  });

  it('is left, with words or without', () => {
    const left = `You said on ${at(said)} that you were excused. Left as it is by Ms Ito, ${at(answered)}`;
    const kept = aDispute({ wanted: 'excused', state: 'kept', answer });
    expect(disputeInWords(kept, zone)).toBe(`${left}.`);
    const withWords = { ...kept, answer: { ...answer, words: 'Bring the note' } };
    expect(disputeInWords(withWords, zone)).toBe(`${left}: “Bring the note”`);
  });

  it('is followed by a correction', () => {
    const words = `You said on ${at(said)} that you were late. Changed by Ms Ito, ${at(answered)}.`;
    expect(disputeInWords(aDispute({ wanted: 'late', state: 'corrected', answer }), zone)).toBe(words);
  });
});
