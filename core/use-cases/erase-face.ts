import type { MemberId } from '../ids.ts';
import type { Services } from '../ports/services.ts';
import type { Task } from '../ports/work-queue.ts';

type Deps = Pick<Services, 'consents' | 'enrolments' | 'galleryIndex' | 'gallery' | 'media'>;

export const referenceFolder = (member: MemberId): string => `references/${member}/`;

export interface Erased {
  readonly references: number;
  readonly templates: number;
  readonly galleries: number;
}

export const eraseTask = ({ ids, clock }: Pick<Services, 'ids' | 'clock'>, member: MemberId): Task => ({
  kind: 'erase-face',
  key: member,
  dueAt: clock.now(),
  stamp: ids.next(),
  attempts: 0,
});

/**
 * Erases a person's face record everywhere: vectors in the gallery of every course that the consent names, reference
 * pictures, the enrolment. Only when the consent no longer stands. Safe to repeat.
 * @throws MusterError UNAVAILABLE, THROTTLED: the task stays and is tried again
 */
export const eraseFace = async (deps: Deps, member: MemberId): Promise<Erased> => {
  const consent = await deps.consents.find(member);
  if (consent?.state === 'consented') return { references: 0, templates: 0, galleries: 0 };
  let templates = 0;
  let galleries = 0;
  for (const course of consent?.courses ?? []) {
    const place = (await deps.galleryIndex.list(course)).find((candidate) => candidate.member === member);
    if (place === undefined) continue;
    await deps.gallery.remove(course, place.enginePerson);
    await deps.galleryIndex.remove(course, member);
    templates += place.references.length;
    galleries += 1;
  }
  const keys = await deps.media.list(referenceFolder(member));
  for (const key of keys) await deps.media.erase(key);
  await deps.enrolments.remove(member);
  return { references: keys.length, templates, galleries };
};

export interface Receipt extends Erased {
  readonly id: string;
  readonly at: string;
}

/**
 * A student withdraws: the consent first, so that nothing uses the face from here on, then everything that is held. The
 * task stands before the first effect; an engine that is down for a moment only makes the erasing later, and the
 * student is told. @throws MusterError UNAVAILABLE, THROTTLED
 */
export const withdrawFace = async (
  deps: Deps & Pick<Services, 'work' | 'ids' | 'clock'>,
  member: MemberId,
  state: 'withdrawn' | 'declined' = 'withdrawn',
): Promise<Receipt> => {
  const task = eraseTask(deps, member);
  await deps.work.add(task);
  const consent = await deps.consents.find(member);
  if (consent !== null && consent.state !== state) {
    await deps.consents.put({ ...consent, state, at: deps.clock.now(), version: consent.version + 1 });
  }
  const erased = await eraseFace(deps, member);
  await deps.work.done(task);
  return { id: deps.ids.next(), at: deps.clock.now(), ...erased };
};
