import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { startEmbeddedDynamoDb } from '../../connectors/embedded/dynamodb.ts';
import { idSource } from '../../connectors/embedded/ids.ts';
import { fileMedia } from '../../connectors/files/media.ts';
import { asId, type CourseId, type SessionId } from '../../core/ids.ts';
import { newPolicy } from '../../core/lti/registration.ts';
import { eraseCapture } from '../../core/use-cases/erase-captures.ts';
import { startCapture } from '../../core/use-cases/take-capture.ts';
import { uploadKey } from '../../core/use-cases/upload-key.ts';
import { type Crash, failing, visitPoints } from '../support/crash-points.ts';
import { group } from '../support/people-pictures.ts';
import { aCourse, aRegistration, aSession, instant } from '../support/stored-things.ts';
import { eventFile, takeUpload } from '../support/take-upload.ts';

const [course, session] = [asId<CourseId>('c_1'), asId<SessionId>('s1')];

type Fate = 'wanted' | 'not a picture' | 'taken away';

const prepare = async (folder: string, fate: Fate): Promise<void> => {
  const { table, close } = await startEmbeddedDynamoDb(join(folder, 'dynamodb'));
  const media = fileMedia(join(folder, 'media'));
  const services = { ...storesOn(table), media, ids: idSource(), clock: { now: () => instant(50) } };
  const registration = aRegistration({ policy: { ...newPolicy, faces: true } });
  await services.registrations.put(registration);
  await services.courses.put(aCourse());
  await services.sessions.put(aSession(session));
  const { capture, ticket } = await startCapture(services, registration, course, session);
  const picture = fate === 'not a picture' ? Buffer.from('no picture at all') : await group(['amara', 'bruno', 'bea']);
  await media.put(uploadKey(ticket), picture);
  if (fate === 'taken away') {
    await eraseCapture(services, course, session, capture.id);
    await media.put(uploadKey(ticket), picture);
  }
  await writeFile(join(folder, eventFile), JSON.stringify({ key: uploadKey(ticket), at: instant(55) }));
  await close();
};

const ends: Readonly<Record<Fate, string>> = { wanted: 'identified', 'not a picture': 'failed', 'taken away': '' };

const faultsIn = async (folder: string, fate: Fate): Promise<string[]> => {
  const { table, close } = await startEmbeddedDynamoDb(join(folder, 'dynamodb'));
  const stores = storesOn(table);
  const media = fileMedia(join(folder, 'media'));
  const captures = await stores.captures.list(course, session, instant(400));
  const pictures = await media.list('captures/');
  const work = await stores.work.due(instant(100_000), 25);
  const found = failing([
    [
      captures.map(({ state }) => state).join() === ends[fate],
      `the photograph is ${captures.map(({ state }) => state)}`,
    ],
    [pictures.length === (fate === 'wanted' ? 1 : 0), `${pictures.length} pictures are kept`],
    [(await media.list('uploads/')).length === 0, 'the upload is still there, with all it tells'],
    [
      work.every(({ kind }) => kind === 'expire-captures') && work.length === 1,
      'work is left to do, or none to expire',
    ],
  ]);
  await close();
  return found;
};

describe.each<Fate>(['wanted', 'not a picture', 'taken away'])(
  'an upload that is told of again and again, %s',
  (fate) => {
    it('is taken in once, wherever one who took it in was killed', async () => {
      const uploading: Crash = {
        name: `upload, ${fate}`,
        program: takeUpload,
        file: 'take-upload.ts',
        async open(folder) {
          await prepare(folder, fate);
          return { faults: () => faultsIn(folder, fate), close: async () => {} };
        },
      };
      const { points, faults } = await visitPoints(uploading);
      expect(points.length).toBeGreaterThan(2);
      expect(faults).toEqual([]);
    }, 240_000);
  },
);
