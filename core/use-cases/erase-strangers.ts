import type { CourseId } from '../ids.ts';
import type { FaceGallery } from '../ports/face-gallery.ts';
import type { Services } from '../ports/services.ts';

type Deps = Pick<Services, 'galleryIndex'> & { readonly gallery: Pick<FaceGallery, 'list' | 'remove'> };

/**
 * Erases at the engine whom no index names: people who enrolled after the copy that the table was restored from. They are recognised as
 * nobody, and nothing else would ever erase them. The index names a person before the engine knows them, so it is read after it. While
 * nothing is enrolled. Answers how many there were.
 */
export const eraseStrangers = async ({ gallery, galleryIndex }: Deps, course: CourseId): Promise<number> => {
  const persons = await gallery.list(course);
  const named = new Set((await galleryIndex.list(course)).map(({ enginePerson }) => enginePerson));
  const strangers = persons.filter((person) => !named.has(person));
  for (const person of strangers) await gallery.remove(course, person);
  return strangers.length;
};
