import { ListCollectionsCommand, ListFacesCommand, ListUsersCommand } from '@aws-sdk/client-rekognition';
import { rekognitionClient } from '../../connectors/rekognition/client.ts';
import { consentTextVersion } from '../../core/biometrics/consent.ts';
import type { CourseId, MemberId } from '../../core/ids.ts';
import { students } from '../../practice-lms/class/draw.ts';
import { enrolmentPictures } from '../../practice-lms/class/portraits.ts';
import { launchAs } from '../../practice-lms/http-launch.ts';
import { connectEvent, disconnectEvent } from '../support/aws/api-events.ts';
import { comeToRest, type Doing, expectSurvival, failEachKindOnce } from '../support/aws/deaths.ts';
import { insisting } from '../support/aws/round.ts';
import { region } from '../support/aws/small-servers.ts';
import { type AwsStage, openStage, secrets } from '../support/aws/stage.ts';
import { tellLines } from '../support/aws/tell-lines.ts';
import { failing } from '../support/crash-points.ts';
import { type Client, clientOf, pictureForm } from '../support/practice.ts';
import { startWebSocketApi, type WebSocketApi } from '../support/websocket-api.ts';

const [student] = students.filter(({ hard, declines, portrait }) => hard === null && !declines && portrait !== null);
describe('a person, whose packaged functions die or fail', () => {
  let stage: AwsStage;
  let lines: WebSocketApi;
  let teacher: Client;
  let person: Client;
  let pictures: Buffer[];
  let course: CourseId;
  let member: MemberId;
  beforeAll(async () => {
    lines = await startWebSocketApi();
    stage = await openStage({ tries: 1_000, visibilitySeconds: 1, realtimeEndpoint: lines.endpoint });
    teacher = clientOf(stage, (await launchAs(stage.lmsUrl, 'teacher-1', 'biology-101')).bearer ?? '');
    await teacher.call('GET', '/course');
    person = clientOf(stage, (await launchAs(stage.lmsUrl, student?.id ?? '', 'biology-101')).bearer ?? '');
    pictures = await enrolmentPictures(student?.portrait ?? '').then((all) => all.slice(0, 3));
    const tasks = await stage.stores.work.due('9999-12-31T00:00:00.000Z', 200);
    course = tasks.find(({ kind }) => kind === 'sync-roster')?.key as CourseId;
    const { members } = await stage.stores.rosters.read(course);
    member = members.find(({ sub }) => sub === student?.id)?.id as MemberId;
  });
  afterAll(async () => {
    await stage?.close();
    await lines?.close();
  });

  const check = <T>(what: string, least: number, doing: Doing<T>) => expectSurvival(stage, what, least, doing);
  const consent = () =>
    person.call('PUT', '/my/consent', { choice: 'consented', textVersion: consentTextVersion, language: 'en' });
  const enrol = () => person.call('POST', '/my/enrolment', pictureForm(pictures));
  const references = () => stage.media.list(`references/${member}/`);

  /** What the server of Rekognition's protocol holds of this course. */
  const inGallery = async () => {
    const client = rekognitionClient({ endpoint: stage.proxy.urlOf('rekognition'), region });
    try {
      const { CollectionIds = [] } = await client.send(new ListCollectionsCommand({}));
      let [users, faces] = [0, 0];
      for (const CollectionId of CollectionIds) {
        users += (await client.send(new ListUsersCommand({ CollectionId }))).Users?.length ?? 0;
        faces += (await client.send(new ListFacesCommand({ CollectionId }))).Faces?.length ?? 0;
      }
      return { users, faces };
    } finally {
      client.destroy();
    }
  };
  const enrolledFaults = async (): Promise<string[]> => {
    const enrolment = await stage.stores.enrolments.find(member);
    const [place, ...others] = await stage.stores.galleryIndex.list(course);
    const kept = await references();
    const { users, faces } = await inGallery();
    const named = enrolment?.references.map(({ mediaKey }) => mediaKey).sort() ?? [];
    return failing([
      [enrolment?.state === 'active', `the enrolment is ${enrolment?.state}`],
      [kept.join() === named.join() && kept.length === 3, `${kept.length} pictures, ${named.length} named`],
      [place?.references.length === 3 && others.length === 0, `${place?.references.length} references in the gallery`],
      [users === 1 && faces === 3, `${users} users and ${faces} faces at Rekognition`],
    ]);
  };
  const erasedFaults = async (): Promise<string[]> => {
    const { users, faces } = await inGallery();
    const kept = stage.bucket.everything().filter((one) => one.includes(`references/${member}/`));
    const found = await stage.stores.consents.find(member);
    return failing([
      [found?.state === 'withdrawn', `the consent is ${found?.state}`],
      [kept.length === 0, `${kept.length} versions of pictures are kept`],
      [(await stage.stores.enrolments.find(member)) === null, 'the enrolment stands'],
      [(await stage.stores.galleryIndex.list(course)).length === 0, 'a place in the gallery stands'],
      [users === 0 && faces === 0, `${users} users and ${faces} faces at Rekognition`],
    ]);
  };
  const enrolled = async () => {
    await consent();
    await enrol();
    await comeToRest(stage);
  };

  it('web: a student enrols a face, and again', async () => {
    await consent();
    await check('web, enrol', 10, {
      by: 'web',
      prepare: async () => (await stage.stores.enrolments.find(member))?.version ?? 0,
      act: enrol,
      async again(before) {
        if (((await stage.stores.enrolments.find(member))?.version ?? 0) === before) await enrol();
      },
      faults: enrolledFaults,
    });
  });

  it('web: a student takes their face back', async () => {
    await check('web, erase', 10, {
      by: 'web',
      prepare: enrolled,
      act: () => person.call('DELETE', '/my/recognition'),
      async again() {
        if ((await stage.stores.consents.find(member))?.state === 'consented')
          await person.call('DELETE', '/my/recognition');
      },
      faults: erasedFaults,
    });
  });

  it('retain: an erasure that was left behind', async () => {
    await check('retain, erase', 8, {
      by: 'retain',
      async prepare() {
        await enrolled();
        // Of who died after its task was done.
        await stage.table.remove(`LEASE#erase-face/${member}`, 'LEASE');
        const found = await stage.stores.consents.find(member);
        if (found === null) throw new Error('no consent');
        const dueAt = new Date(Date.now() - 1_000).toISOString();
        await stage.stores.work.add({ kind: 'erase-face', key: member, dueAt, stamp: 's', attempts: 0 });
        await stage.stores.consents.put({ ...found, state: 'withdrawn', version: found.version + 1 });
      },
      act: () => stage.delivery.minute(),
      faults: erasedFaults,
    });
  });

  /** Enrols and takes it back, and presses again whatever was refused or not answered. */
  const comeAndGo = async (): Promise<string[]> => {
    const before = (await stage.stores.enrolments.find(member))?.version ?? 0;
    await insisting(consent, 30);
    await insisting(async () => {
      if (((await stage.stores.enrolments.find(member))?.version ?? 0) === before) await enrol();
    }, 30);
    await comeToRest(stage);
    const enrolledWrong = await enrolledFaults();
    await insisting(async () => {
      if ((await stage.stores.consents.find(member))?.state === 'consented')
        await person.call('DELETE', '/my/recognition');
    }, 30);
    await comeToRest(stage);
    return [...enrolledWrong, ...(await erasedFaults())];
  };

  it.each(['fail', 'lose'] as const)('enrols and leaves, though every kind of call fails once (%s)', async (fate) => {
    const failed = failEachKindOnce(stage, fate);
    const faults = await comeAndGo();
    stage.proxy.calm();
    expect(faults).toEqual([]);
    expect([...failed]).toEqual(expect.arrayContaining(['web s3 PUT', 'retain rekognition AssociateFaces']));
    expect(failed.size).toBeGreaterThan(15);
  });

  it('enrols and leaves, though every event comes three times, the later ones first', async () => {
    Object.assign(stage.delivery, { copies: 3, newestFirst: true });
    const faults = await comeAndGo();
    Object.assign(stage.delivery, { copies: 1, newestFirst: false });
    expect(faults).toEqual([]);
  });

  describe('realtime', () => {
    const looking = (session: string) => stage.stores.viewers.connectionsOf(session, new Date().toISOString());
    let count = 0;
    const connect = async (session: string): Promise<string> => {
      const { url } = await teacher.call<{ url: string }>('POST', `/sessions/${session}/live`);
      const connectionId = `line-${++count}`;
      const query = Object.fromEntries(new URL(url).searchParams);
      const event = connectEvent(connectionId, query, { 'x-muster-origin': secrets.originKey });
      const { statusCode } = await stage.pool.invoke<{ statusCode: number }>('realtime', event);
      if (statusCode !== 200) throw new Error(`refused: ${statusCode}`);
      return connectionId;
    };
    const disconnect = (connectionId: string) => stage.pool.invoke('realtime', disconnectEvent(connectionId));
    /** Of these lines none is open: whoever tells them something hears so, and forgets them. */
    const tellAll = (session: string) => tellLines(stage.stores, lines.endpoint, session);
    const openSession = async () => (await teacher.call<{ id: string }>('POST', '/sessions', {})).id;

    it('opens a line for who comes back with a new ticket', async () => {
      const opened = new Map<string, string>();
      await check('realtime, $connect', 3, {
        by: 'realtime',
        prepare: openSession,
        act: connect,
        again: async (session) => void opened.set(session, await connect(session)),
        async faults(session) {
          const own = opened.get(session) ?? (await looking(session))[0];
          const found = own !== undefined && (await looking(session)).includes(own);
          await tellAll(session);
          return failing([
            [found, 'nobody looks'],
            [(await looking(session)).length === 0, 'a dead line is kept'],
          ]);
        },
      });
    });

    it('forgets a line, at the latest when it is told something', async () => {
      await check('realtime, $disconnect', 4, {
        by: 'realtime',
        async prepare() {
          const session = await openSession();
          const line = await connect(session);
          const viewer = await stage.stores.viewers.find(line, new Date().toISOString());
          return { session, line, hash: viewer?.tokenHash ?? '' };
        },
        act: ({ line }) => disconnect(line),
        again: ({ session }) => tellAll(session),
        async faults({ session, line, hash }) {
          const places = await stage.table.query(`APPSESSION#${hash}`, { prefix: 'VIEWER#' });
          const isTaken = places.some(({ holder }) => holder === line);
          return failing([
            [(await looking(session)).length === 0, 'a dead line is told'],
            [!isTaken, 'it keeps a place'],
          ]);
        },
      });
    });

    it.each(['fail', 'lose'] as const)('opens and leaves, though every kind of call fails once (%s)', async (fate) => {
      const session = await openSession();
      failEachKindOnce(stage, fate);
      const line = await insisting(() => connect(session), 30);
      expect(await looking(session)).toContain(line);
      // Nobody tells a line's end again: who tells it something does.
      failEachKindOnce(stage, fate);
      await disconnect(line).catch(() => {});
      stage.proxy.calm();
      await tellAll(session);
      expect(await looking(session)).toEqual([]);
    });
  });
});
