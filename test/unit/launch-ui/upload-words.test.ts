import { codeOfBucket, fieldsFor } from '../../../launch-ui/api/upload-words.ts';
import { textOf } from '../../../launch-ui/problem-text.ts';
import { sizeWithin } from '../../../launch-ui/student/smaller-picture.ts';

describe("an upload's form", () => {
  const fields = { key: 'uploads/c/s/k/t', 'Content-Type': 'image/jpeg' };
  it('says which kind of picture is sent, where the place asks for it', () => {
    expect(fieldsFor(fields, 'image/png')).toEqual([
      ['key', 'uploads/c/s/k/t'],
      ['Content-Type', 'image/png'],
    ]);
    expect(fieldsFor({}, 'image/png')).toEqual([]);
  });
  it('says what the place expects of a file whose kind is not known', () => {
    expect(fieldsFor(fields, '')).toContainEqual(['Content-Type', 'image/jpeg']);
    expect(fieldsFor(fields, 'text/html')).toContainEqual(['Content-Type', 'image/jpeg']);
  });
});

describe("a bucket's answer", () => {
  const answer = (code: string) => `<?xml version="1.0"?><Error><Code>${code}</Code><Message>x</Message></Error>`;
  it.each([
    ['EntityTooLarge', 400, 'IMAGE_TOO_LARGE'],
    ['EntityTooSmall', 400, 'IMAGE_UNREADABLE'],
    ['AccessDenied', 403, 'UPLOAD_EXPIRED'],
    ['SlowDown', 503, 'THROTTLED'],
    ['InternalError', 500, null],
  ])('%s becomes words of ours', (code, status, wanted) => {
    expect(codeOfBucket(answer(code), status)).toBe(wanted);
    if (wanted !== null) expect(textOf(wanted)).not.toBe(textOf('INTERNAL'));
  });
  it('is not seen in a problem of the tool', () => {
    expect(codeOfBucket('{"code":"UPLOAD_EXPIRED","details":"<Code>"}', 410)).toBeNull();
  });
});

describe('a picture that is too heavy', () => {
  it('becomes as large as it would be kept, and none becomes larger', () => {
    expect(sizeWithin(4000, 3000)).toEqual({ width: 2000, height: 1500 });
    expect(sizeWithin(3000, 6000)).toEqual({ width: 1000, height: 2000 });
    expect(sizeWithin(640, 480)).toEqual({ width: 640, height: 480 });
    expect(sizeWithin(20_000, 1)).toEqual({ width: 2000, height: 1 });
  });
});
