import { asId, type CaptureId, type CourseId, type SessionId } from '../../core/ids.ts';
import type { Services } from '../../core/ports/services.ts';
import { runDueWork } from '../../core/use-cases/run-due-work.ts';
import type { FaceEngine } from '../../face-engine/index.ts';
import { taskHandlers } from '../../lti-server/worker.ts';
import { type OpenRekognition, openRekognition } from '../support/face-galleries.ts';
import { group } from '../support/people-pictures.ts';
import { recognisingServices } from '../support/recognising-services.ts';
import { openRememberingEngine } from '../support/remembering-engine.ts';
import { aCapture, aSession, instant } from '../support/stored-things.ts';

const course = asId<CourseId>('c_1');
const [session, photograph] = [asId<SessionId>('s1'), asId<CaptureId>('k1')];

describe('a photograph while recognition is away', () => {
  let engine: FaceEngine;
  let opened: OpenRekognition;
  let services: Services;
  let seconds: number;
  beforeAll(async () => {
    engine = await openRememberingEngine();
  });
  afterAll(() => engine?.close());
  beforeEach(async () => {
    seconds = 0;
    opened = await openRekognition(engine);
    services = await recognisingServices(opened.gallery, () => instant(seconds));
    await services.sessions.put(aSession(session));
    const capture = aCapture(photograph);
    await services.media.put(capture.mediaKey, await group(['amara', 'bruno', 'bea']));
    await services.captures.put(course, capture);
    const key = `${course}/${session}/${photograph}`;
    await services.work.add({ kind: 'identify', key, dueAt: instant(0), stamp: 'one', attempts: 0 });
  });
  afterEach(() => opened.close());

  const capture = () => services.captures.find(course, session, photograph);
  /** As the time goes by, until so many seconds have. */
  const workUntil = async (end: number) => {
    for (; seconds < end; seconds += 1) await runDueWork(services, taskHandlers(services), `second ${seconds}`);
  };

  it('is waited for at first, then says that it could not be compared so far, and says so no more once it is', async () => {
    opened.faults.next('DetectFaces', 1_000, 'InternalServerError');
    await workUntil(15);
    expect(await capture()).toMatchObject({ state: 'identifying', failure: null });
    await workUntil(60);
    expect(await capture()).toMatchObject({ state: 'identifying', failure: 'UNAVAILABLE' });
    opened.faults.clear();
    await workUntil(64);
    expect(await capture()).toMatchObject({ state: 'identified', failure: null, facesFound: 3 });
  });
});
