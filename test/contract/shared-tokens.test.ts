import { memoryCache } from '../../connectors/memory/cache.ts';
import { sealedCache } from '../../connectors/sealed-cache.ts';
import type { Cache } from '../../core/ports/cache.ts';
import { allScopes } from '../../practice-lms/tool.ts';
import { type Connector, openConnector } from '../support/lms-connector.ts';

const secrets = { current: 'a secret of more than thirty-two characters', previous: [] };

describe('access tokens of several processes', () => {
  let lms: Connector;
  let stored: string[];
  let cache: Cache;
  beforeEach(async () => {
    lms = await openConnector();
    stored = [];
    const shared = memoryCache(lms.platform.now);
    const watched: Cache = {
      ...shared,
      async put(key, value, seconds) {
        stored.push(`${key} ${value} ${seconds}`);
        await shared.put(key, value, seconds);
      },
    };
    cache = sealedCache(watched, secrets);
  });
  afterEach(() => lms.close());

  const tokens = () => lms.platform.requests.filter(({ path }) => path === '/token').length;
  const read = (calls = lms.callsOfProcess(cache)) =>
    calls.call(lms.id, allScopes, lms.gradeService().lineItemsUrl ?? '', {
      headers: { Accept: 'application/vnd.ims.lis.v2.lineitemcontainer+json' },
    });

  it('are asked for once', async () => {
    for (let process = 0; process < 4; process += 1) expect((await read()).status).toBe(200);
    expect(tokens()).toBe(1);
  });

  it('are kept for less than they live, sealed, under a name that says nothing', async () => {
    await read();
    expect(stored).toHaveLength(1);
    expect(stored[0]).toMatch(/^lms-token:[A-Za-z0-9_-]{43} [A-Za-z0-9_.-]+ \d+$/);
    expect(Number(stored[0]?.split(' ')[2])).toBeLessThan(3600);
  });

  it('are replaced for all when the platform accepts one no more', async () => {
    const [first, second] = [lms.callsOfProcess(cache), lms.callsOfProcess(cache)];
    await read(first);
    await read(second);
    await cache.put(
      (stored[0] ?? '').split(' ')[0] ?? '',
      JSON.stringify({ token: 'revoked', until: lms.platform.now() + 60_000 }),
      60,
    );
    const third = lms.callsOfProcess(cache);
    expect((await read(third)).status).toBe(200);
    expect(tokens()).toBe(2);
    expect((await read()).status).toBe(200);
    expect(tokens()).toBe(2);
  });

  it('are asked for by each where the cache is away', async () => {
    const away: Cache = { get: async () => null, put: async () => {}, remove: async () => {} };
    for (let process = 0; process < 3; process += 1) {
      expect((await read(lms.callsOfProcess(sealedCache(away, secrets)))).status).toBe(200);
    }
    expect(tokens()).toBe(3);
  });
});
