import { asId, type CourseId, type SessionId } from '../ids.ts';
import type { LinkSeal } from '../ports/link-seal.ts';
import type { Launch } from './launch.ts';

/** What a link that we placed in a course leads to. */
export type PlacedContent =
  | { readonly kind: 'course' }
  | { readonly kind: 'session'; readonly session: SessionId }
  | { readonly kind: 'own-record' };

/** Which page a launch opens. */
export type Landing =
  | { readonly kind: 'home' }
  | { readonly kind: 'session'; readonly session: SessionId }
  | { readonly kind: 'own-record' }
  /** Somebody places content: there is nothing to open. */
  | { readonly kind: 'place-content' }
  /** The link's value is not one that we gave to this course: its own page opens, and says so. */
  | { readonly kind: 'link-ignored' };

const version = '1';
/** Letters, digits and dots alone: Moodle keeps custom values as lines of `name=value`. */
const shape = /^1\.(c|o|s\.([0-9a-z]{1,40}))\.([A-Za-z0-9_-]{22})$/;

const contentPart = (content: PlacedContent): string => {
  switch (content.kind) {
    case 'course':
      return 'c';
    case 'own-record':
      return 'o';
    case 'session':
      return `s.${content.session}`;
  }
};

/** What is sealed: a course's id is derived from registration, deployment and context id, so it binds to all three. */
const sealed = (course: CourseId, content: string): string => `${version}.${course}.${content}`;

/** The custom value `muster` of a link: `1.<content>.<seal>`, at most 66 characters. */
export const encodePlacedLink = (seal: LinkSeal, course: CourseId, content: PlacedContent): string => {
  const part = contentPart(content);
  return `${version}.${part}.${seal.make(sealed(course, part))}`;
};

/**
 * What a custom value leads to in this course; null when we never gave it to this course. Teachers can edit these values,
 * and a course that is copied takes them along.
 */
export const decodePlacedLink = (seal: LinkSeal, course: CourseId, value: string): PlacedContent | null => {
  const [, part, session, mark] = shape.exec(value) ?? [];
  if (part === undefined || mark === undefined || !seal.holds(sealed(course, part), mark)) return null;
  if (session !== undefined) return { kind: 'session', session: asId<SessionId>(session) };
  return part === 'c' ? { kind: 'course' } : { kind: 'own-record' };
};

/** A value that is not ours is never an error: the person meant to open Muster, and does. */
export const landingOf = (
  seal: LinkSeal,
  {
    course,
    deepLinking,
    placedLink,
  }: Pick<Launch, 'deepLinking' | 'placedLink'> & {
    readonly course: { readonly id: CourseId } | null;
  },
): Landing => {
  if (deepLinking !== null) return { kind: 'place-content' };
  if (placedLink === null) return { kind: 'home' };
  const content = course === null ? null : decodePlacedLink(seal, course.id, placedLink);
  if (content === null) return { kind: 'link-ignored' };
  return content.kind === 'course' ? { kind: 'home' } : content;
};
