import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { idSource } from '../../connectors/embedded/ids.ts';
import { memoryMedia } from '../../connectors/memory/media.ts';
import { memoryTable } from '../../connectors/memory/memory-table.ts';
import { memoryRealtime } from '../../connectors/memory/realtime.ts';
import { prometheusMetrics } from '../../connectors/prometheus/metrics.ts';
import { newPolicy } from '../../core/lti/registration.ts';
import type { FaceGallery } from '../../core/ports/face-gallery.ts';
import type { Services } from '../../core/ports/services.ts';
import { aCourse, aRegistration } from './stored-things.ts';

/** What recognising takes, on an empty table with one course whose registration allows it; no platform is to be had. */
export const recognisingServices = async (gallery: FaceGallery, now: () => string): Promise<Services> => {
  const stores = storesOn(memoryTable());
  const embedded = {
    media: memoryMedia(),
    gallery,
    realtime: memoryRealtime(),
    metrics: prometheusMetrics(),
    ids: idSource(),
    clock: { now },
  };
  await stores.registrations.put(aRegistration({ policy: { ...newPolicy, faces: true } }));
  await stores.courses.put(aCourse());
  return { ...stores, ...embedded } as unknown as Services;
};
