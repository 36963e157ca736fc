import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { idSource } from '../../connectors/embedded/ids.ts';
import { fileReports } from '../../connectors/files/report-files.ts';
import { memoryTable } from '../../connectors/memory/memory-table.ts';
import { type ErrorCode, MusterError } from '../../core/errors.ts';
import { asId, type CourseId, type MemberId } from '../../core/ids.ts';
import type { Stores } from '../../core/ports/stores.ts';
import { askForReport, linkToReport, makeReport } from '../../core/use-cases/make-report.ts';
import { makeReportHandler } from '../../lti-server/lambdas/report.ts';
import { sqsEvent } from '../support/aws/events.ts';
import { countingTable } from '../support/counting-table.ts';
import { aCourse, aMember, aRecord, aSession, instant } from '../support/stored-things.ts';

const course = asId<CourseId>('c_1');
const teacher = asId<MemberId>('m_teacher');
const key = `${course}/${teacher}`;

describe('a report of all records', () => {
  const counting = () => countingTable(memoryTable());
  let counted: ReturnType<typeof counting>;
  let stores: Stores;
  let folder: string;
  let seconds: number;
  let failing: ErrorCode | null;
  const clock = { now: () => instant(seconds) };

  const openDeps = () => {
    const files = fileReports({ folder, links: stores.reportLinks, clock, linkTo: (token) => token });
    const reportFiles: typeof files = {
      ...files,
      async put(...args) {
        if (failing !== null) throw new MusterError(failing, { port: 'report-files' });
        await files.put(...args);
      },
    };
    return { ...stores, reportFiles, ids: idSource(() => 0), clock };
  };
  let deps: ReturnType<typeof openDeps>;

  beforeEach(async () => {
    seconds = 0;
    failing = null;
    folder = await mkdtemp(join(tmpdir(), 'muster-reports-'));
    counted = counting();
    stores = storesOn(counted.table);
    deps = openDeps();
    await stores.courses.put(aCourse());
    await stores.rosters.putMembers(course, [
      aMember('m_1', { name: 'Ada', sortName: 'Ada' }),
      aMember('m_2', { name: 'Ben', sortName: 'Ben' }),
      aMember('m_teacher', { name: 'Ms Ito', role: 'teacher' }),
    ]);
  });
  afterEach(() => rm(folder, { recursive: true }));

  const confirmSession = async (id: string, startsAt: string) => {
    await stores.sessions.put(aSession(id, { startsAt, state: 'confirmed', title: id }));
    const of = { session: asId<never>(id) };
    await stores.records.putAll(course, [aRecord('m_1', of), aRecord('m_2', { ...of, status: 'absent' })]);
    await stores.digests.put(
      course,
      asId(id),
      new Map([
        [asId<MemberId>('m_1'), 'present'],
        [asId<MemberId>('m_2'), 'absent'],
      ]),
    );
  };
  const askFor = (zone = 'UTC') => askForReport(deps, course, teacher, zone);
  const state = async () => (await stores.reports.find(course, teacher))?.state;
  const read = async (): Promise<string | null> => {
    const token = await linkToReport(deps, course, teacher, 'x.csv');
    const file = token === null ? null : await deps.reportFiles.take(token);
    if (file === null) return null;
    const chunks: Uint8Array[] = [];
    for await (const chunk of file.content) chunks.push(chunk);
    return Buffer.concat(chunks).toString('utf8');
  };
  /** As the worker does, until nothing is due: which takes the task away only where it was not added again. */
  const handler = () =>
    makeReportHandler({ ...deps, holder: 'one', listen: () => {}, logger: pino({ level: 'silent' }) });
  const timely = { getRemainingTimeInMillis: () => 60_000 };
  const deliver = (told: object = { kind: 'report', key }) => handler()(sqsEvent([{ id: 'one', body: told }]), timely);

  it('is asked for, made, and can be fetched: confirmed sessions from the first to the last, with the zone given', async () => {
    await confirmSession('Late', '2026-03-03T09:00:00.000Z');
    await confirmSession('Early', '2026-03-01T09:00:00.000Z');
    await stores.sessions.put(aSession('s_open', { title: 'Open' }));
    await stores.records.putAll(course, [aRecord('m_1', { session: asId('s_open') })]);
    await askFor('Asia/Tokyo');
    expect([await state(), await read()]).toEqual(['asked', null]);
    expect(await deliver()).toEqual({ batchItemFailures: [] });
    expect(await state()).toBe('ready');
    const lines = (await read())?.split('\r\n') ?? [];
    expect(lines[0]).toMatch(/^\uFEFFSession start \(Asia\/Tokyo\)/);
    expect(lines.slice(1)).toEqual([
      '2026-03-01 18:00,2026-03-01T09:00:00.000Z,Early,Ada,present,by hand,teacher,100',
      '2026-03-01 18:00,2026-03-01T09:00:00.000Z,Early,Ben,absent,by hand,teacher,0',
      '2026-03-03 18:00,2026-03-03T09:00:00.000Z,Late,Ada,present,by hand,teacher,100',
      '2026-03-03 18:00,2026-03-03T09:00:00.000Z,Late,Ben,absent,by hand,teacher,0',
      '',
    ]);
  });

  it('costs a query a session, and no read of a single student', async () => {
    for (let n = 0; n < 5; n += 1) await confirmSession(`s${n}`, instant(n));
    await askFor();
    counted.reset();
    await makeReport(deps, key);
    const { queries, reads } = counted.counts();
    expect(queries).toBe(5 + 3);
    expect(Object.keys(reads).sort()).toEqual(['COURSE', 'REPORT']);
  });

  it('is one report when it is asked for twice before it is made', async () => {
    const first = await askFor();
    expect(await askFor()).toEqual(first);
    expect(await stores.work.due(instant(0), 10)).toHaveLength(1);
  });

  it('that lost its task is made when somebody asks again', async () => {
    await askFor();
    const task = await stores.work.find('report', key);
    if (task !== null) await stores.work.done(task);
    await askFor();
    await deliver();
    expect(await state()).toBe('ready');
  });

  it('takes the place of the one before it', async () => {
    await askFor();
    await deliver();
    await confirmSession('New', instant(50));
    seconds = 60;
    await askFor();
    expect(await read()).toBeNull();
    await deliver();
    expect(await read()).toContain('New');
    expect(await readdir(join(folder, 'reports', course))).toHaveLength(1);
  });

  it('that was asked for anew while it was made is made anew', async () => {
    await askFor('UTC');
    const put = deps.reportFiles.put;
    let isFirst = true;
    deps.reportFiles.put = async (...args) => {
      if (isFirst) await askFor('Asia/Tokyo');
      isFirst = false;
      await put(...args);
    };
    await deliver();
    expect(await state()).toBe('asked');
    await deliver();
    expect(await read()).toContain('Asia/Tokyo');
  });

  it('is tried again while a store is away, and fails after some tries, in words for the person', async () => {
    failing = 'UNAVAILABLE';
    await askFor();
    for (let tries = 1; tries <= 4; tries += 1) {
      expect(await state()).toBe('asked');
      await deliver();
      seconds += 30;
    }
    expect(await state()).toBe('failed');
    failing = null;
    await askFor();
    await deliver();
    expect(await state()).toBe('ready');
  });

  it('fails at once where trying again would not help', async () => {
    failing = 'DENIED';
    await askFor();
    await deliver();
    expect(await state()).toBe('failed');
  });

  it('leaves nothing in the table or the folder a week later', async () => {
    await askFor();
    await deliver();
    seconds = 7 * 86_400 - 1;
    await deliver();
    expect(await read()).not.toBeNull();
    seconds += 1;
    expect(await read()).toBeNull();
    await deliver();
    expect(await stores.reports.find(course, teacher)).toBeNull();
    expect(await readdir(join(folder, 'reports', course))).toEqual([]);
    expect(await stores.work.find('report', key)).toBeNull();
  });

  describe('messages', () => {
    it('that come twice, early, or of nothing that is known change nothing', async () => {
      await askFor();
      await deliver();
      await deliver();
      expect(await state()).toBe('ready');
      expect((await stores.work.find('report', key))?.attempts).toBe(0);
      for (const unknown of ['c_9/m_9', '../x'])
        expect(await deliver({ kind: 'report', key: unknown })).toEqual({ batchItemFailures: [] });
    });

    it.each([{ kind: 'alarm-test', key: 'poison' }, { kind: 'identify', key: 'c_1/s_1/p_1' }, {}, 7])(
      '%j, with which nothing can be done, is given back to end as a dead letter',
      async (told) => {
        expect(await deliver(told as object)).toEqual({ batchItemFailures: [{ itemIdentifier: 'one' }] });
      },
    );

    it('are given back one by one when the table does not answer', async () => {
      await askFor();
      const find = deps.work.find;
      deps = {
        ...deps,
        work: {
          ...deps.work,
          async find(kind, of) {
            if (of === 'c_1/m_away') throw new MusterError('UNAVAILABLE', { port: 'table' });
            return find(kind, of);
          },
        },
      };
      const messages = [`${course}/m_away`, key].map((of, n) => ({ id: `m${n}`, body: { kind: 'report', key: of } }));
      expect(await handler()(sqsEvent(messages), timely)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
      expect(await state()).toBe('ready');
    });
  });
});
