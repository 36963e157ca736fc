import { errorCodes } from '../../../core/errors.ts';
import { problemText, textOf } from '../../../launch-ui/problem-text.ts';

describe('what a person reads when something is refused', () => {
  it.each(Object.keys(errorCodes))('has a sentence for %s', (code) => {
    expect(problemText[code]).toMatch(/^[A-Z].*\.$/);
  });

  it('has no sentence for a code that nobody sends', () => {
    expect(Object.keys(problemText).filter((code) => !(code in errorCodes))).toEqual(['SIGN_IN_FAILED', 'OFFLINE']);
  });

  it('says something of a code that it does not know, whatever it is called', () => {
    for (const code of ['NEWER_THAN_THIS_PAGE', '', 'constructor', '__proto__']) {
      expect(textOf(code)).toBe(problemText.INTERNAL);
    }
  });

  it('names no code, no status and no technical word', () => {
    for (const sentence of Object.values(problemText)) {
      expect(sentence).not.toMatch(/[A-Z]{2,}_|\b\d{3}\b|token|nonce|exception|invalid/i);
    }
  });
});
