import type { Capture } from '../attendance/capture.ts';
import { consentIn } from '../biometrics/consent.ts';
import type { Face } from '../biometrics/identification.ts';
import { type CourseId, faceId, type MemberId } from '../ids.ts';
import type { IdentifiedFace } from '../ports/face-gallery.ts';
import type { Services } from '../ports/services.ts';

/**
 * Says who the engine's people are, of those who consent to this course now. Whoever withdrew is known to the engine, and may be to the
 * index, for as long as it cannot be asked; but no longer to us.
 */
export const nameFaces = async (
  deps: Pick<Services, 'consents' | 'galleryIndex'>,
  course: CourseId,
  capture: Capture,
  found: readonly IdentifiedFace[],
): Promise<Face[]> => {
  const seen = new Set(found.flatMap(({ candidates }) => candidates.map(({ person }) => person)));
  const places = (await deps.galleryIndex.list(course)).filter(({ enginePerson }) => seen.has(enginePerson));
  const consents = await deps.consents.findAll(places.map(({ member }) => member));
  const members = new Map<string, MemberId>();
  for (const { member, enginePerson } of places) {
    if (consentIn(consents.get(member) ?? null, course) === 'consented') members.set(enginePerson, member);
  }
  return found.map(({ box, heightPx, candidates }, index) => ({
    id: faceId(capture.id, index),
    capture: capture.id,
    box,
    heightPx,
    candidates: candidates.flatMap(({ person, similarity }) => {
      const member = members.get(person);
      return member === undefined ? [] : [{ member, similarity }];
    }),
  }));
};
