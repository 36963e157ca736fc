import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { memoryTable } from '../../connectors/memory/memory-table.ts';
import { memoryRealtime } from '../../connectors/memory/realtime.ts';
import { asId } from '../../core/ids.ts';
import type { Realtime, RealtimeEvent } from '../../core/ports/realtime.ts';
import type { Stores } from '../../core/ports/stores.ts';
import { signOut } from '../../core/use-cases/sign-out.ts';
import { digest, randomSecret } from '../../lti-server/lti/secrets.ts';
import { type LiveSockets, openLine, openLiveSockets } from '../support/live-sockets.ts';
import { eventually } from '../support/practice.ts';
import { anAppSession, aRegistration, instant } from '../support/stored-things.ts';

const event: RealtimeEvent = { kind: 'session', session: 's1', state: 'confirming' };
const events: readonly RealtimeEvent[] = [
  { kind: 'capture', capture: 'k1', state: 'identifying', compared: 3, found: 14 },
  { kind: 'review', session: 's1', version: 7 },
  { kind: 'session', session: 's1', state: 'confirmed' },
  { kind: 'gradebook', pending: 1, confirmed: 26, refused: 1 },
];

interface Listening {
  readonly heard: readonly RealtimeEvent[];
  /** The way to break off without a word. */
  stop(): Promise<void>;
}

interface OpenRealtime {
  readonly realtime: Realtime;
  /** A page of this session and course. */
  listen(session: string, course: string): Promise<Listening>;
  /** A page whose line breaks whenever it is told something. */
  listenBadly(session: string): Promise<void>;
  close(): Promise<void>;
}

const inMemory = async (): Promise<OpenRealtime> => {
  const realtime = memoryRealtime();
  return {
    realtime,
    async listen(...topics) {
      const heard: RealtimeEvent[] = [];
      const stops = topics.map((topic) => realtime.subscribe(topic, (told) => heard.push(told)));
      return { heard, stop: async () => stops.forEach((stop) => void stop()) };
    },
    async listenBadly(session) {
      realtime.subscribe(session, () => {
        throw new Error('the page is gone');
      });
    },
    close: async () => {},
  };
};

const now = instant(0);

/** Each line is that of an app session of its own where none is given: how many one may have is tested elsewhere. */
const lineOf = async (
  stores: Stores,
  { api }: LiveSockets,
  session: string,
  course: string,
  tokenHash = randomSecret(),
) => {
  const ticket = randomSecret();
  await stores.appSessions.put(anAppSession({ tokenHash }));
  await stores.liveTickets.put({
    digest: digest(ticket),
    registration: asId('r-1'),
    tokenHash,
    course: asId(course),
    session: asId(session),
    expiresAt: instant(3600),
  });
  return openLine(`${api.url}?ticket=${ticket}`);
};

const onSockets = async (clock = { now: () => now }): Promise<OpenRealtime & { stores: Stores; live: LiveSockets }> => {
  const stores = storesOn(memoryTable());
  await stores.registrations.put(aRegistration());
  const live = await openLiveSockets(stores, clock);
  return {
    stores,
    live,
    realtime: live.realtime,
    async listen(session, course) {
      const line = await lineOf(stores, live, session, course);
      return { heard: line.heard, stop: line.close };
    },
    async listenBadly(session) {
      const before = new Set(live.api.connections());
      await lineOf(stores, live, session, 'c_bad');
      const [connection = ''] = live.api.connections().filter((one) => !before.has(one));
      live.api.lose(connection);
    },
    close: live.close,
  };
};

const adapters: readonly [string, () => Promise<OpenRealtime>][] = [
  ['one process', inMemory],
  ["API Gateway's sockets", () => onSockets()],
];

describe.each(adapters)('live progress over %s', (_, open) => {
  let opened: OpenRealtime;
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(() => opened.close());

  const hears = (listening: Listening, count: number) =>
    eventually(
      async () => listening.heard,
      ({ length }) => length === count,
    );

  it('reaches everybody who looks at the session, and nobody else', async () => {
    const [first, second] = [await opened.listen('s1', 'c_1'), await opened.listen('s1', 'c_1')];
    const other = await opened.listen('s2', 'c_2');
    await opened.realtime.publish('s1', event);
    await opened.realtime.publish('s2', { kind: 'session', session: 's2', state: 'open' });
    expect(await hears(first, 1)).toEqual([event]);
    expect(await hears(second, 1)).toEqual([event]);
    expect(await hears(other, 1)).toEqual([{ kind: 'session', session: 's2', state: 'open' }]);
  });

  it('tells a page of its course as well', async () => {
    const [first, second] = [await opened.listen('s1', 'c_1'), await opened.listen('s2', 'c_1')];
    await opened.realtime.publish('c_1', event);
    expect(await hears(first, 1)).toEqual([event]);
    expect(await hears(second, 1)).toEqual([event]);
  });

  it('brings each kind of event as it was told, in order', async () => {
    const page = await opened.listen('s1', 'c_1');
    for (const one of events) await opened.realtime.publish('s1', one);
    expect(await hears(page, events.length)).toEqual(events);
  });

  it('ends for whoever stops, and goes on for the others', async () => {
    const [first, second] = [await opened.listen('s1', 'c_1'), await opened.listen('s1', 'c_1')];
    await first.stop();
    await opened.realtime.publish('s1', event);
    expect(await hears(second, 1)).toEqual([event]);
    expect(first.heard).toEqual([]);
  });

  it('does no harm to the work when a page is gone, when nobody looks, or when a topic is called "error"', async () => {
    await opened.listenBadly('s1');
    const page = await opened.listen('s1', 'c_1');
    await opened.realtime.publish('s1', event);
    await opened.realtime.publish('error', event);
    expect(await hears(page, 1)).toEqual([event]);
  });

  it('reaches a class of fifty lines', async () => {
    const pages = [];
    for (let n = 0; n < 50; n += 1) pages.push(await opened.listen('s1', `c_${n}`));
    await opened.realtime.publish('s1', event);
    for (const page of pages) expect(await hears(page, 1)).toEqual([event]);
  });
});

describe("live progress over API Gateway's sockets, in trouble", () => {
  let opened: Awaited<ReturnType<typeof onSockets>>;
  beforeEach(async () => {
    opened = await onSockets();
  });
  afterEach(() => opened.close());

  it('forgets a line that is gone (410), and is not troubled by it', async () => {
    await opened.listenBadly('s1');
    expect(await opened.stores.viewers.connectionsOf('s1', now)).toHaveLength(1);
    await opened.realtime.publish('s1', event);
    expect(await opened.stores.viewers.connectionsOf('s1', now)).toEqual([]);
    expect(opened.live.troubles).toEqual([]);
  });

  it('writes to eight lines at once and no more', async () => {
    for (let n = 0; n < 30; n += 1) await opened.listen('s1', `c_${n}`);
    const release = opened.live.api.hold();
    const publishing = opened.realtime.publish('s1', event);
    await eventually(
      async () => opened.live.api.busiest(),
      (most) => most >= 8,
    );
    release();
    await publishing;
    expect(opened.live.api.asked).toHaveLength(30);
    expect(opened.live.api.busiest()).toBe(8);
  });

  it('keeps a line that could not be written to now, and says so', async () => {
    const page = await opened.listen('s1', 'c_1');
    opened.live.api.failNext(500, 'InternalServerErrorException', 2);
    await opened.realtime.publish('s1', event);
    expect(opened.live.troubles).toMatchObject([{ code: 'UNAVAILABLE' }]);
    opened.live.api.failNext(429, 'LimitExceededException', 2);
    await opened.realtime.publish('s1', event);
    expect(opened.live.troubles).toMatchObject([{ code: 'UNAVAILABLE' }, { code: 'THROTTLED' }]);
    await opened.realtime.publish('s1', event);
    await eventually(
      async () => page.heard,
      ({ length }) => length === 1,
    );
  });

  it('says so as well when it may not write, or the list of lines cannot be read', async () => {
    await opened.listen('s1', 'c_1');
    opened.live.api.failNext(403, 'ForbiddenException');
    await opened.realtime.publish('s1', event);
    expect(opened.live.troubles).toMatchObject([{ code: 'DENIED' }]);
    opened.stores.viewers.connectionsOf = async () => {
      throw new Error('the table is away');
    };
    await opened.realtime.publish('s1', event);
    expect(opened.live.troubles).toHaveLength(2);
  });
});

describe("live progress over API Gateway's sockets, once a login has ended", () => {
  let seconds: number;
  let opened: Awaited<ReturnType<typeof onSockets>>;
  beforeEach(async () => {
    seconds = 0;
    opened = await onSockets({ now: () => instant(seconds) });
  });
  afterEach(() => opened.close());
  const line = (tokenHash: string) => lineOf(opened.stores, opened.live, 's1', 'c_1', tokenHash);
  /** On how many lines something is told now. */
  const told = async (): Promise<number> => {
    const before = opened.live.api.asked.length;
    for (const topic of ['s1', 'c_1']) await opened.realtime.publish(topic, event);
    return (opened.live.api.asked.length - before) / 2;
  };
  const change = (over: Parameters<typeof aRegistration>[0]) =>
    opened.stores.registrations.put(aRegistration({ ...over, version: 2 }));

  it('is told at once on no line of who signs out, and goes on for others', async () => {
    for (const tokenHash of ['hash-1', 'hash-1', 'hash-2']) await line(tokenHash);
    expect(await told()).toBe(3);
    expect(await signOut(opened.stores, 'hash-1')).toBe(true);
    expect(await told()).toBe(1);
    expect(await signOut(opened.stores, 'hash-1')).toBe(false);
  });

  it.each([
    ['that ran out', () => opened.stores.appSessions.remove('hash-1')],
    ['whose registration was switched off', () => change({ state: 'disabled' })],
    [
      'whose deployment was switched off',
      () => change({ deployments: [{ id: '1', state: 'disabled', seenAt: instant(0) }] }),
    ],
  ])('is told to a page of one %s for two minutes at most, though the page says nothing', async (_, end) => {
    await line('hash-1');
    await end();
    seconds = 119;
    expect(await told()).toBe(1);
    seconds = 120;
    expect(await told()).toBe(0);
  });

  it('goes on for a page that says something each minute, and only as long as its login', async () => {
    const page = await line('hash-1');
    for (let minute = 1; minute <= 59; minute += 1) {
      seconds = minute * 60;
      page.send('ping');
      expect(await page.next()).toBe('pong');
      expect(await told()).toBe(1);
    }
    seconds = 3600;
    expect(await told()).toBe(0);
    page.send('ping');
    await page.closed;
  });

  it('comes back by a new line for a page that said nothing for too long: it may have missed something', async () => {
    const page = await line('hash-1');
    seconds = 120;
    page.send('ping');
    await page.closed;
    const again = await line('hash-1');
    again.send('ping');
    expect(await again.next()).toBe('pong');
    expect(await told()).toBe(1);
  });
});
