import { pino } from 'pino';
import { consentTextVersion } from '../../core/biometrics/consent.ts';
import { asId, type CaptureId, type CourseId, type MemberId, type SessionId } from '../../core/ids.ts';
import type { FaceGallery } from '../../core/ports/face-gallery.ts';
import type { Services } from '../../core/ports/services.ts';
import type { Task } from '../../core/ports/work-queue.ts';
import { everyTask, runTask } from '../../core/use-cases/run-due-work.ts';
import type { FaceEngine } from '../../face-engine/index.ts';
import { makeHandler as makeRetain } from '../../lti-server/lambdas/retain.ts';
import { taskHandlers } from '../../lti-server/worker.ts';
import { sqsEvent } from '../support/aws/events.ts';
import { type OpenRekognition, openRekognition } from '../support/face-galleries.ts';
import { group, references } from '../support/people-pictures.ts';
import { recognisingServices } from '../support/recognising-services.ts';
import { openRememberingEngine } from '../support/remembering-engine.ts';
import { aCapture, aMember, instant } from '../support/stored-things.ts';

const course = asId<CourseId>('c_1');
const [session, photograph] = [asId<SessionId>('s1'), asId<CaptureId>('k1')];
const aTask = (kind: Task['kind'], key: string, over: Partial<Task> = {}): Task => ({
  kind,
  key,
  dueAt: instant(0),
  stamp: 'one',
  attempts: 0,
  ...over,
});

describe('work that takes longer than its lease', () => {
  let engine: FaceEngine;
  let opened: OpenRekognition;
  let services: Services;
  let seconds: number;
  let others: boolean[];
  beforeAll(async () => {
    engine = await openRememberingEngine();
  });
  afterAll(() => engine?.close());
  beforeEach(async () => {
    seconds = 0;
    others = [];
    opened = await openRekognition(engine);
    services = await recognisingServices(opened.gallery, () => instant(seconds));
  });
  afterEach(() => opened.close());

  /** So long it took, and somebody else looks whether there is something to do. */
  const passes = async (task: Task, more: number) => {
    seconds += more;
    others.push(await runTask(services, taskHandlers(services), 'somebody else', task));
  };
  const runWith = async (gallery: FaceGallery, task: Task) => {
    await services.work.add(task);
    return runTask(services, taskHandlers({ ...services, gallery }), 'who is at it', task);
  };

  const stored = async () => {
    const capture = aCapture(photograph);
    await services.media.put(capture.mediaKey, await group(['amara', 'bruno', 'bea']));
    await services.captures.put(course, capture);
    return aTask('identify', `${course}/${session}/${photograph}`);
  };
  const stateOf = async () => (await services.captures.find(course, session, photograph))?.state;

  it('is done by one alone: a photograph whose faces are searched one after another', async () => {
    const task = await stored();
    const slow: FaceGallery = {
      ...opened.gallery,
      identify: (of, image, told) =>
        opened.gallery.identify(of, image, {
          ...told,
          async onProgress(compared, found) {
            await passes(task, 8);
            await told?.onProgress?.(compared, found);
          },
        }),
    };
    await runWith(slow, task);
    expect(others).toEqual([false, false, false, false]);
    expect(await stateOf()).toBe('identified');
    expect(await services.work.find(task.kind, task.key)).toBeNull();
  });

  it('is not gone on with by who has lost it to somebody else: no search is paid twice', async () => {
    const task = await stored();
    let end: Promise<unknown> = Promise.resolve();
    let answer = () => {};
    const until = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const beginElsewhere = () =>
      new Promise<void>((begun) => {
        const handlers = everyTask(() => {
          begun();
          return until;
        });
        end = runTask(services, handlers, 'somebody else', task);
      });
    let searched = 0;
    const slow: FaceGallery = {
      ...opened.gallery,
      identify: (of, image, told) =>
        opened.gallery.identify(of, image, {
          ...told,
          async onProgress(compared, found) {
            searched = compared;
            seconds += 30;
            if (compared === 0) await beginElsewhere();
            await told?.onProgress?.(compared, found);
          },
        }),
    };
    await runWith(slow, task);
    expect(searched).toBe(0);
    expect(await stateOf()).toBe('identifying');
    expect(await services.work.find(task.kind, task.key)).toEqual({ ...task, attempts: 1 });
    answer();
    await end;
    expect(await services.work.find(task.kind, task.key)).toBeNull();
  });

  it('is done by one alone: a gallery that several people enter', async () => {
    const task = aTask('reconcile-gallery', course);
    for (const name of ['amara', 'bruno'] as const) {
      const member = asId<MemberId>(`m_${name}`);
      await services.rosters.putMembers(course, [aMember(member)]);
      const answer = { textVersion: consentTextVersion, language: 'en', at: instant(0) };
      await services.consents.put({ ...answer, member, state: 'consented', courses: [course], version: 1 });
      const pictures = await references(name);
      const named = pictures.map(({ id }) => ({ id: asId<never>(id), mediaKey: `${name}/${id}`, addedAt: instant(0) }));
      for (const { id, image } of pictures) await services.media.put(`${name}/${id}`, image);
      const enrolment = {
        member,
        state: 'active',
        references: named,
        enrolledAt: instant(0),
        resembles: null,
      } as const;
      await services.enrolments.put({ ...enrolment, enginePerson: `p_${name}`, version: 1 });
    }
    const slow: FaceGallery = {
      ...opened.gallery,
      async put(...args) {
        await passes(task, 15);
        await opened.gallery.put(...args);
      },
    };
    await runWith(slow, task);
    expect(others).toEqual([false, false]);
    expect(await opened.gallery.list(course)).toEqual(['p_amara', 'p_bruno']);
  });

  it('is done by one alone: an erasure from the galleries of several courses', async () => {
    const member = asId<MemberId>('m_amara');
    const task = aTask('erase-face', member);
    const courses = ['c_1', 'c_2', 'c_3'].map((id) => asId<CourseId>(id));
    const answer = { textVersion: consentTextVersion, language: 'en', at: instant(0) };
    await services.consents.put({ ...answer, member, state: 'withdrawn', courses, version: 1 });
    const place = { member, enginePerson: 'p_amara', enrolledAt: instant(0), references: ['amara-1'] };
    for (const one of courses) await services.galleryIndex.put(one, place);
    const slow: FaceGallery = {
      ...opened.gallery,
      async remove(...args) {
        await passes(task, 15);
        await opened.gallery.remove(...args);
      },
    };
    await runWith(slow, task);
    expect(others).toEqual([false, false, false]);
    for (const one of courses) expect(await services.galleryIndex.list(one)).toEqual([]);
  });

  describe('is left to the function that has just taken it in', () => {
    const context = { getRemainingTimeInMillis: () => 300_000 };
    const tellRetain = (task: Task) =>
      makeRetain({ services, logger: pino({ level: 'silent' }) })(sqsEvent([{ body: task }]), context);

    it('for five minutes, also by who is told of it', async () => {
      const task = await stored();
      await services.work.add(task);
      seconds = 299;
      await tellRetain(task);
      expect(await stateOf()).toBe('stored');
      seconds = 300;
      await tellRetain(task);
      expect(await stateOf()).toBe('identified');
    });

    it('until that has failed: then it is tried again at its time, for uploads alone wake that function', async () => {
      const task = { ...(await stored()), attempts: 1, dueAt: instant(1) };
      await services.work.add(task);
      await tellRetain(task);
      expect(await stateOf()).toBe('stored');
      seconds = 1;
      await tellRetain(task);
      expect(await stateOf()).toBe('identified');
    });
  });
});
