import { join } from 'node:path';
import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { startEmbeddedDynamoDb } from '../../connectors/embedded/dynamodb.ts';
import { idSource } from '../../connectors/embedded/ids.ts';
import { fileMedia } from '../../connectors/files/media.ts';
import { memoryRealtime } from '../../connectors/memory/realtime.ts';
import { asId, type CourseId, type MemberId, type SessionId } from '../../core/ids.ts';
import { confirmReview, finishConfirmation } from '../../core/use-cases/confirm-review.ts';
import { runDueWork } from '../../core/use-cases/run-due-work.ts';
import { effectPoints } from './effect-points.ts';

/**
 * A process that confirms the session s1 of course c_1 if it is still open, then does the due work, as a server would.
 * Killed after effect N of `killAfter`; prints its points when it lives to the end.
 */
const [folder = '', killAfter = '0', now = ''] = process.argv.slice(2);
const effects = effectPoints({ killAfter: Number(killAfter) });
const { table, close } = await startEmbeddedDynamoDb(join(folder, 'dynamodb'));
const services = {
  ...storesOn(effects.table(table)),
  media: effects.media(fileMedia(join(folder, 'media'))),
  ids: idSource(),
  realtime: memoryRealtime(),
  clock: { now: () => now },
};
const [course, session] = [asId<CourseId>('c_1'), asId<SessionId>('s1')];
if ((await services.sessions.find(course, session))?.state === 'open') {
  const { version } = await services.reviews.read(course, session);
  await confirmReview(services, course, session, { member: asId<MemberId>('m_teacher'), name: 'Aiko Ito' }, version);
}
const nothing = async () => {};
await runDueWork(
  services,
  {
    confirm: (key) => finishConfirmation(services, key),
    publish: nothing,
    identify: nothing,
    'reconcile-gallery': nothing,
    'erase-face': nothing,
    'expire-captures': nothing,
  },
  'child',
);
await close();
process.stdout.write(JSON.stringify(effects.points()));
