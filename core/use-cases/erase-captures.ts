import type { CaptureId, CourseId, SessionId } from '../ids.ts';
import type { Services } from '../ports/services.ts';
import { uploadFolder } from './upload-key.ts';

type Deps = Pick<Services, 'captures' | 'media'>;

export const captureFolder = (course: CourseId, session: SessionId): string => `captures/${course}/${session}/`;

/** The picture goes first: an item without a picture says so, a picture without an item would be found by nobody. */
export const eraseCapture = async (
  { captures, media }: Deps,
  course: CourseId,
  session: SessionId,
  capture: CaptureId,
): Promise<void> => {
  await media.erase(`${captureFolder(course, session)}${capture}.jpg`);
  for (const key of await media.list(uploadFolder(course, session, capture))) await media.erase(key);
  await captures.remove(course, session, capture);
};

/** Erases all captures of a session, expired ones included (design rule 4). Safe to repeat. */
export const eraseCaptures = async (deps: Deps, course: CourseId, session: SessionId): Promise<void> => {
  const beforeTime = new Date(0).toISOString();
  for (const { id } of await deps.captures.list(course, session, beforeTime)) {
    await eraseCapture(deps, course, session, id);
  }
  for (const folder of [captureFolder(course, session), uploadFolder(course, session)]) {
    for (const key of await deps.media.list(folder)) await deps.media.erase(key);
  }
};
