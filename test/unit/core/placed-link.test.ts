import { linkSeal } from '../../../connectors/embedded/link-seal.ts';
import { asId, type CourseId, type SessionId } from '../../../core/ids.ts';
import { decodePlacedLink, encodePlacedLink, landingOf, type PlacedContent } from '../../../core/lti/placed-link.ts';
import { aDeepLinkingRequest } from '../../support/stored-things.ts';

const seal = linkSeal('the secret of this installation');
const course = asId<CourseId>('c_1');
const other = asId<CourseId>('c_2');
const contents: readonly PlacedContent[] = [
  { kind: 'course' },
  { kind: 'own-record' },
  { kind: 'session', session: asId<SessionId>('01jd8xkq3m5v7w9y0abcdefghj') },
];

describe.each(contents.map((content) => [content.kind, content] as const))('a placed link to %s', (_, content) => {
  const value = encodePlacedLink(seal, course, content);

  it('leads back to what was placed, and is a short word of a custom parameter', () => {
    expect(decodePlacedLink(seal, course, value)).toEqual(content);
    expect(value).toMatch(/^[A-Za-z0-9._-]{1,66}$/);
  });

  it('leads nowhere in another course, nor under another key', () => {
    expect(decodePlacedLink(seal, other, value)).toBeNull();
    expect(decodePlacedLink(linkSeal('another secret'), course, value)).toBeNull();
  });

  it('still leads there when the secret was changed and the earlier one is kept', () => {
    const rotated = linkSeal('a new secret', ['the secret of this installation']);
    expect(decodePlacedLink(rotated, course, value)).toEqual(content);
    expect(encodePlacedLink(rotated, course, content)).not.toBe(value);
  });

  it('leads nowhere with any one of its characters changed, left out, or one added', () => {
    for (let at = 0; at < value.length; at += 1) {
      const changed = value[at] === 'z' ? 'y' : 'z';
      expect(decodePlacedLink(seal, course, value.slice(0, at) + changed + value.slice(at + 1))).toBeNull();
      expect(decodePlacedLink(seal, course, value.slice(0, at) + value.slice(at + 1))).toBeNull();
    }
    for (const more of ['a', '.', '=', ' ', '\n']) expect(decodePlacedLink(seal, course, value + more)).toBeNull();
  });
});

describe('where a launch lands', () => {
  const placed = encodePlacedLink(seal, course, { kind: 'session', session: asId<SessionId>('s1') });
  const launch = { course: { id: course }, deepLinking: null, placedLink: null };

  it('is the page of the role without a link of ours, and for a link to the course', () => {
    expect(landingOf(seal, launch)).toEqual({ kind: 'home' });
    const toCourse = encodePlacedLink(seal, course, { kind: 'course' });
    expect(landingOf(seal, { ...launch, placedLink: toCourse })).toEqual({ kind: 'home' });
  });

  it('is the session of a link to one', () => {
    expect(landingOf(seal, { ...launch, placedLink: placed })).toEqual({ kind: 'session', session: 's1' });
  });

  it.each([
    'hello',
    '',
    '1.c.',
    '2.c.AAAAAAAAAAAAAAAAAAAAAA',
    '1.s.s1',
    placed.replace('s1', 's2'),
    'x'.repeat(100_000),
  ])('ignores a value that we never gave: %#', (placedLink) => {
    expect(landingOf(seal, { ...launch, placedLink })).toEqual({ kind: 'link-ignored' });
  });

  it('ignores a link in a launch without a course', () => {
    expect(landingOf(seal, { ...launch, course: null, placedLink: placed })).toEqual({ kind: 'link-ignored' });
  });

  it('is placing for a request that places content', () => {
    expect(landingOf(seal, { ...launch, deepLinking: aDeepLinkingRequest(), placedLink: placed })).toEqual({
      kind: 'place-content',
    });
  });
});
