import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { startEmbeddedDynamoDb } from '../../connectors/embedded/dynamodb.ts';
import { idSource } from '../../connectors/embedded/ids.ts';
import { fileMedia } from '../../connectors/files/media.ts';
import { agsGradebook } from '../../connectors/lms/gradebook.ts';
import { type LmsHttp, lmsHttp } from '../../connectors/lms/http.ts';
import { authorisedCalls, type SigningKey } from '../../connectors/lms/token.ts';
import { memoryRealtime } from '../../connectors/memory/realtime.ts';
import { prometheusMetrics } from '../../connectors/prometheus/metrics.ts';
import { asId, type CourseId, type MemberId, type SessionId } from '../../core/ids.ts';
import { confirmReview, finishConfirmation } from '../../core/use-cases/confirm-review.ts';
import { publishScores } from '../../core/use-cases/publish-scores.ts';
import { everyTask, runDueWork } from '../../core/use-cases/run-due-work.ts';
import { type CrashProgram, runWhenStarted } from './crash-program.ts';
import type { EffectPoints } from './effect-points.ts';

/** In the data folder: the key that the tool signs its token requests with. */
export const signingKeyFile = 'signing-key.json';

const [course, toConfirm] = [asId<CourseId>('c_1'), asId<SessionId>('s2')];

/** Each call is one effect, named after what is called: "POST token", "GET lineitems", "POST scores" ... */
const countedHttp = (effects: EffectPoints, http: LmsHttp): LmsHttp => ({
  call(url, call) {
    const name = `${call.method ?? 'GET'} ${new URL(url).pathname.split('/').at(-1)}`;
    return effects.network(name, () => http.call(url, call))();
  },
});

/** Confirms the session s2 of course c_1 while it is open, then does the due work, as a server would. */
export const confirmAndPublish: CrashProgram = async ({ folder, now, effects }) => {
  const { table, close } = await startEmbeddedDynamoDb(join(folder, 'dynamodb'));
  const stores = storesOn(effects.table(table));
  const calls = authorisedCalls({
    http: countedHttp(effects, lmsHttp(true)),
    findRegistration: (id) => stores.registrations.find(id),
    signingKey: async () => JSON.parse(await readFile(join(folder, signingKeyFile), 'utf8')) as SigningKey,
    now: Date.now,
  });
  const services = {
    ...stores,
    media: effects.media(fileMedia(join(folder, 'media'))),
    ids: idSource(),
    realtime: memoryRealtime(),
    metrics: prometheusMetrics(),
    gradebook: agsGradebook(calls),
    clock: { now: () => now },
  };
  try {
    if ((await services.sessions.find(course, toConfirm))?.state === 'open') {
      const { version } = await services.reviews.read(course, toConfirm);
      const teacher = { member: asId<MemberId>('m_teacher'), name: 'Aiko Ito' };
      await confirmReview(services, course, toConfirm, teacher, { reviewVersion: version });
    }
    const nothing = async () => {};
    await runDueWork(
      services,
      {
        ...everyTask(nothing),
        confirm: (key) => finishConfirmation(services, key),
        publish: async (key, keepLease) => void (await publishScores(services, asId<CourseId>(key), { keepLease })),
      },
      `started at ${now}`,
    );
  } finally {
    await close();
  }
};

await runWhenStarted(import.meta.url, confirmAndPublish);
