import { typedCode } from '../../../launch-ui/student/typed-code.ts';

describe('a typed code', () => {
  it.each([
    ['482 913', '482913'],
    ['48-29-13', '482913'],
    ['the code is 482913', '482913'],
    ['4829137', '482913'],
    ['٤٨٢٩١٣', '482913'],
    ['۴۸۲۹۱۳', '482913'],
    ['४८२९१३', '482913'],
    ['４８２９１３', '482913'],
    ['048', '048'],
    ['', ''],
  ])('%s is %s', (typed, code) => {
    expect(typedCode(typed)).toBe(code);
  });
});
