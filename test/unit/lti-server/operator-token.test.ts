import { isOperatorToken, operatorToken } from '../../../lti-server/operator-token.ts';

const origin = 'https://muster.example';
const now = Date.UTC(2026, 2, 1, 9);
const token = operatorToken('secret', origin, now);

describe('an operator’s token', () => {
  it('holds for a minute, and not a moment longer', () => {
    expect(isOperatorToken(token, 'secret', [origin], now)).toBe(true);
    expect(isOperatorToken(token, 'secret', [origin], now + 59_999)).toBe(true);
    expect(isOperatorToken(token, 'secret', [origin], now + 60_000)).toBe(false);
  });

  it.each([
    ['made with another secret', operatorToken('other', origin, now)],
    ['made for another server', operatorToken('secret', 'https://evil.example', now)],
    ['that would hold for hours', operatorToken('secret', origin, now + 3_600_000)],
    ['whose time was changed', token.replace(/\.\d/, '.9')],
    ['whose signature was changed', `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`],
    ['of no signature', token.split('.').slice(0, 2).join('.')],
    ['that is none', 'operator'],
  ])('%s is refused', (_, given) => {
    expect(isOperatorToken(given, 'secret', [origin], now)).toBe(false);
  });

  it('serves each of the origins that the server has', () => {
    expect(isOperatorToken(token, 'secret', ['http://127.0.0.1:8430', origin], now)).toBe(true);
    expect(isOperatorToken(token, 'secret', ['http://127.0.0.1:8430'], now)).toBe(false);
  });
});
