import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { idSource } from '../../connectors/embedded/ids.ts';
import { systemClock } from '../../connectors/embedded/system-clock.ts';
import { asId, type CourseId } from '../../core/ids.ts';
import type { FaceGallery } from '../../core/ports/face-gallery.ts';
import { eraseStrangers } from '../../core/use-cases/erase-strangers.ts';
import { newTask } from '../../core/use-cases/new-task.ts';
import { itemsOf } from './families.ts';
import { storesOf } from './replay.ts';

export interface Strangers {
  readonly courses: number;
  readonly erased: number;
}

/**
 * In the gallery of every course of the table. Who should be in one and is not (work done in a region that had no pictures) comes back as due
 * work.
 */
export const eraseAllStrangers = async (
  client: DynamoDBClient,
  table: string,
  gallery: Pick<FaceGallery, 'list' | 'remove'>,
): Promise<Strangers> => {
  const { galleryIndex, work } = storesOf(client, table);
  let [courses, erased] = [0, 0];
  for await (const { pk, sk } of itemsOf(client, table)) {
    if (sk?.S !== 'COURSE') continue;
    courses += 1;
    const course = asId<CourseId>(pk?.S?.split('#')[1] ?? '');
    erased += await eraseStrangers({ galleryIndex, gallery }, course);
    await work.add(newTask({ ids: idSource(), clock: systemClock }, 'reconcile-gallery', course, 0));
  }
  return { courses, erased };
};
