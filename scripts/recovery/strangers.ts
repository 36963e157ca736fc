import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { asId, type CourseId } from '../../core/ids.ts';
import type { FaceGallery } from '../../core/ports/face-gallery.ts';
import { eraseStrangers } from '../../core/use-cases/erase-strangers.ts';
import { itemsOf } from './families.ts';
import { storesOf } from './replay.ts';

export interface Strangers {
  readonly courses: number;
  readonly erased: number;
}

/** In the gallery of every course of the table. */
export const eraseAllStrangers = async (
  client: DynamoDBClient,
  table: string,
  gallery: Pick<FaceGallery, 'list' | 'remove'>,
): Promise<Strangers> => {
  const { galleryIndex } = storesOf(client, table);
  let [courses, erased] = [0, 0];
  for await (const { pk, sk } of itemsOf(client, table)) {
    if (sk?.S !== 'COURSE') continue;
    courses += 1;
    erased += await eraseStrangers({ galleryIndex, gallery }, asId<CourseId>(pk?.S?.split('#')[1] ?? ''));
  }
  return { courses, erased };
};
