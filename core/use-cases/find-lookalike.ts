import type { Enrolment } from '../biometrics/enrolment.ts';
import type { CourseId, MemberId } from '../ids.ts';
import type { Services } from '../ports/services.ts';

type Deps = Pick<Services, 'gallery' | 'galleryIndex' | 'enrolments'>;

/**
 * Somebody else of this course's gallery whom one of the pictures resembles as much as a match would (twins, proxies),
 * or null. Whom a teacher has told apart before does not count, whichever of the two was looked at.
 * @throws MusterError UNAVAILABLE, THROTTLED
 */
export const findLookalike = async (
  { gallery, galleryIndex, enrolments }: Deps,
  course: CourseId,
  { member, distinctFrom = [] }: Pick<Enrolment, 'member' | 'distinctFrom'>,
  pictures: readonly Uint8Array[],
): Promise<{ member: MemberId; similarity: number } | null> => {
  const [{ thresholds }, seen, places] = await Promise.all([
    gallery.describe(),
    Promise.all(pictures.map((picture) => gallery.identify(course, picture))),
    galleryIndex.list(course),
  ]);
  const members = new Map(places.map((place) => [place.enginePerson, place.member]));
  const resembled = seen
    .flatMap((faces) => faces[0]?.candidates ?? [])
    .filter(({ similarity }) => similarity >= thresholds.match)
    .sort((a, b) => b.similarity - a.similarity);
  for (const { person, similarity } of resembled) {
    const other = members.get(person);
    if (other === undefined || other === member || distinctFrom.includes(other)) continue;
    const enrolment = await enrolments.find(other);
    if (enrolment === null || enrolment.distinctFrom?.includes(member)) continue;
    return { member: other, similarity };
  }
  return null;
};
