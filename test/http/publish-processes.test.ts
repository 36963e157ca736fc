import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import dynalite from 'dynalite';
import { ensureTable } from '../../connectors/dynamodb/ensure-table.ts';
import { storesOn } from '../../connectors/dynamodb/stores.ts';
import type { CourseId } from '../../core/ids.ts';
import { type PublisherEnd, type PublisherStart, tableAt } from '../support/publisher-process.ts';
import { openPublishing, type Publishing } from '../support/publishing.ts';

const program = fileURLToPath(new URL('../support/publisher-process.ts', import.meta.url));
const size = 12;
const people = Object.fromEntries(
  Array.from({ length: size }, (_, n) => [`student-${String(n + 1).padStart(2, '0')}`, ['present'] as const] as const),
);

interface Process {
  begin(): void;
  /** What it did, once it has stopped. */
  end(): Promise<PublisherEnd>;
  kill(): void;
}

const startPublisher = async (start: PublisherStart): Promise<Process> => {
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', program, JSON.stringify(start)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let told = '';
  child.stdout?.on('data', (bytes: Buffer) => {
    told += bytes.toString();
  });
  if (child.stdout !== null) await once(child.stdout, 'data');
  return {
    begin: () => void child.stdin?.write('go\n'),
    async end() {
      child.stdin?.end();
      await once(child, 'close');
      return JSON.parse(told.split('\n')[1] ?? '') as PublisherEnd;
    },
    kill: () => void child.kill('SIGKILL'),
  };
};

describe('publishing by two processes on one table', () => {
  const database = dynalite({ createTableMs: 0 });
  let endpoint: string;
  let publishers: Process[] = [];
  let muster: Publishing;
  let underWay = 0;
  beforeAll(async () => {
    database.listen(0, '127.0.0.1');
    await once(database, 'listening');
    endpoint = `http://127.0.0.1:${(database.address() as AddressInfo).port}`;
    const { client, table } = tableAt(endpoint);
    await ensureTable(client, 'muster');
    muster = await openPublishing(
      {
        answerAfterMs: 40,
        onService({ count }) {
          underWay = Math.max(underWay, count - muster.lms.platform.requests.length);
          return 'ok';
        },
      },
      table,
    );
    await storesOn(table).registrations.put(muster.lms.registration);
    const start = { endpoint, signingKey: muster.lms.signingKey };
    publishers = await Promise.all([startPublisher(start), startPublisher(start)]);
  });
  afterAll(async () => {
    for (const one of publishers) one.kill();
    await muster?.close();
    database.closeAllConnections();
    database.close();
  });

  const settled = async (courses: readonly CourseId[]): Promise<void> => {
    for (let looks = 0; looks < 300; looks += 1) {
      const left = await Promise.all(courses.map((id) => muster.deps.work.find('publish', id)));
      if (left.every((task) => task === null)) return;
      await pause(100);
    }
    throw new Error('work is left to do');
  };

  it('calls their host once at a time, of one course and of two, and sends every score once', async () => {
    const courses = [await muster.course('biology-101', people), await muster.course('statistics', people)];
    for (const one of publishers) one.begin();
    await settled(courses);
    const late = Object.fromEntries(Object.keys(people).map((person) => [person, 'late'] as const));
    await Promise.all(courses.map((id) => muster.correct(id, 's1', late)));
    await settled(courses);
    const ends = await Promise.all(publishers.map((one) => one.end()));

    expect(underWay).toBe(1);
    // They did meet: one had the host while the other wanted it.
    expect((ends[0]?.waited ?? 0) + (ends[1]?.waited ?? 0)).toBeGreaterThan(0);
    expect((ends[0]?.scores ?? 0) + (ends[1]?.scores ?? 0)).toBe(4 * size);
    expect(muster.posted).toHaveLength(4 * size);
    for (const name of ['biology-101', 'statistics']) {
      expect(Object.values(muster.grades(`muster:attendance:c_${name}`))).toEqual(Array(size).fill(80));
    }
    expect(muster.lms.platform.state.lineItems).toHaveLength(2);
  });
});
