import { storesOn } from '../../connectors/dynamodb/stores.ts';
import { memoryTable } from '../../connectors/memory/memory-table.ts';
import { asId } from '../../core/ids.ts';
import type { Stores } from '../../core/ports/stores.ts';
import { viewersOfAppSession } from '../../core/ports/viewer-store.ts';
import { issueLiveTicket } from '../../core/use-cases/watch-session.ts';
import { digest, randomSecret } from '../../lti-server/lti/secrets.ts';
import { type LiveSockets, openLine, openLiveSockets } from '../support/live-sockets.ts';
import { eventually } from '../support/practice.ts';
import { anAppSession, aRegistration, aSession, instant } from '../support/stored-things.ts';

describe('a page’s line, over the function of the WebSocket API', () => {
  let stores: Stores;
  let live: LiveSockets;
  let seconds: number;
  const clock = { now: () => instant(seconds) };
  const session = anAppSession();

  beforeEach(async () => {
    seconds = 0;
    stores = storesOn(memoryTable());
    live = await openLiveSockets(stores, clock);
    await stores.registrations.put(aRegistration());
    await stores.appSessions.put(session);
    await stores.sessions.put(aSession('s1'));
  });
  afterEach(() => live.close());

  const ticket = async (): Promise<string> => {
    const secret = randomSecret();
    await issueLiveTicket({ ...stores, clock }, session, asId('s1'), digest(secret));
    return secret;
  };
  const lineWith = (secret: string) => openLine(`${live.api.url}?ticket=${secret}`);
  const looking = () => stores.viewers.connectionsOf('s1', clock.now());
  const changeRegistration = async (over: Parameters<typeof aRegistration>[0]) =>
    stores.registrations.put(aRegistration({ ...over, version: 2 }));

  it('opens by a ticket, answers a ping, and is forgotten when it is closed', async () => {
    const line = await lineWith(await ticket());
    expect(await looking()).toEqual(live.api.connections());
    line.send('ping');
    expect(await line.next()).toBe('pong');
    await line.close();
    await eventually(looking, ({ length }) => length === 0);
  });

  it('a ticket opens one of ten lines that come with it at once', async () => {
    const secret = await ticket();
    const came = await Promise.allSettled(Array.from({ length: 10 }, () => lineWith(secret)));
    expect(came.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await looking()).toHaveLength(1);
  });

  it.each([
    ['no ticket', ''],
    ['what is no ticket', '?ticket=%00'],
    ['a ticket nobody was given', `?ticket=${randomSecret()}`],
  ])('refuses %s', async (_, query) => {
    await expect(openLine(`${live.api.url}${query}`)).rejects.toThrow('401');
    expect(live.api.connections()).toEqual([]);
  });

  it('refuses a ticket after half a minute', async () => {
    const secret = await ticket();
    seconds = 30;
    await expect(lineWith(secret)).rejects.toThrow('401');
  });

  it.each([
    ['whose login has ended', () => stores.appSessions.remove(session.tokenHash)],
    ['whose registration was switched off', () => changeRegistration({ state: 'disabled' })],
    ['from before its registration was switched on again', () => changeRegistration({ switchedOnAt: instant(1) })],
    [
      'whose deployment was switched off',
      () => changeRegistration({ deployments: [{ id: '1', state: 'disabled', seenAt: instant(0) }] }),
    ],
  ])('refuses a ticket %s since, and spends it', async (_, end) => {
    const secret = await ticket();
    await end();
    await expect(lineWith(secret)).rejects.toThrow('401');
    await stores.appSessions.put(session);
    await expect(lineWith(secret)).rejects.toThrow('401');
  });

  it('has room for six lines of one login', async () => {
    const lines = [];
    for (let n = 0; n < viewersOfAppSession; n += 1) lines.push(await lineWith(await ticket()));
    await expect(lineWith(await ticket())).rejects.toThrow('429');
    await lines[0]?.close();
    await eventually(looking, ({ length }) => length === viewersOfAppSession - 1);
    await lineWith(await ticket());
  });

  it('closes a line whose login has ended, when it is heard of next', async () => {
    const line = await lineWith(await ticket());
    await stores.appSessions.remove(session.tokenHash);
    line.send('ping');
    await line.closed;
    await eventually(looking, ({ length }) => length === 0);
  });

  it('closes a line that was forgotten, so that its page comes back', async () => {
    const line = await lineWith(await ticket());
    const [connection = ''] = live.api.connections();
    await stores.viewers.remove(connection);
    line.send('ping');
    await line.closed;
  });

  it('answers nothing else that is said, and goes on', async () => {
    const line = await lineWith(await ticket());
    line.send('{"action":"subscribe","topic":"s2"}');
    line.send('ping');
    expect(await line.next()).toBe('pong');
    expect(live.api.asked).toHaveLength(1);
  });

  it('gives no ticket to a session of another course', async () => {
    const foreign = anAppSession({ course: asId('c_2') });
    await expect(issueLiveTicket({ ...stores, clock }, foreign, asId('s1'), 'd')).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});
