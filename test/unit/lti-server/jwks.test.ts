import { memoryCache } from '../../../connectors/memory/cache.ts';
import { sealedCache } from '../../../connectors/sealed-cache.ts';
import { keySets } from '../../../lti-server/lti/jwks.ts';

const url = 'https://lms.example/jwks';
const keyOf = (kid: string) => ({ kty: 'RSA', kid, n: 'AQAB', e: 'AQAB' });

/** A key set that can change, with a count of how often it was asked for. */
const platform = (headers: Record<string, string> = {}) => {
  const state = { kids: ['one'], fetched: 0, down: false, body: null as string | null };
  return {
    state,
    fetch: async () => {
      state.fetched += 1;
      if (state.down) throw new Error('connect ECONNREFUSED');
      return new Response(state.body ?? JSON.stringify({ keys: state.kids.map(keyOf) }), { headers });
    },
  };
};
const minute = 60_000;

describe('the cache of key sets', () => {
  let time: number;
  const now = () => time;
  beforeEach(() => {
    time = 1_800_000_000_000;
  });

  it('asks once for a hundred launches, also when they come at once', async () => {
    const { state, fetch } = platform();
    const sets = keySets(fetch, now);
    await Promise.all(Array.from({ length: 50 }, () => sets.find(url, 'one')));
    for (let launch = 0; launch < 50; launch += 1) await sets.find(url, 'one');
    expect(state.fetched).toBe(1);
  });

  it.each([
    ['five minutes at least', 'max-age=1', 5],
    ['as long as the platform says', 'public, max-age=3600', 60],
    ['a day at most', 'max-age=99999999', 24 * 60],
    ['five minutes when the platform says nothing', 'no-store', 5],
  ])('keeps a set for %s', async (_, cacheControl, minutes) => {
    const { state, fetch } = platform({ 'Cache-Control': cacheControl });
    const sets = keySets(fetch, now);
    await sets.find(url, 'one');
    time += minutes * minute - 1;
    await sets.find(url, 'one');
    expect(state.fetched).toBe(1);
    time += 1;
    await sets.find(url, 'one');
    expect(state.fetched).toBe(2);
  });

  it('asks again for an unknown kid, and then not for a minute', async () => {
    const { state, fetch } = platform();
    const sets = keySets(fetch, now);
    await sets.find(url, 'one');
    state.kids = ['one', 'two'];
    expect((await sets.find(url, 'two')).kid).toBe('two');
    for (let time = 0; time < 10; time += 1) {
      await expect(sets.find(url, 'never')).rejects.toMatchObject({ details: { reason: 'kid_unknown' } });
    }
    expect(state.fetched).toBe(2);
    time += minute;
    await expect(sets.find(url, 'never')).rejects.toMatchObject({ details: { reason: 'kid_unknown' } });
    expect(state.fetched).toBe(3);
  });

  it('never tries another key than the one that is named', async () => {
    const sets = keySets(platform().fetch, now);
    await expect(sets.find(url, '')).rejects.toMatchObject({ code: 'LAUNCH_KEY_UNKNOWN' });
  });

  it('goes on with the keys it has while the platform is down', async () => {
    const { state, fetch } = platform();
    const sets = keySets(fetch, now);
    await sets.find(url, 'one');
    state.down = true;
    time += 60 * minute;
    expect((await sets.find(url, 'one')).kid).toBe('one');
  });

  it.each([
    ['no answer', (state: { down: boolean }) => Object.assign(state, { down: true })],
    ['an answer that is no key set', (state: object) => Object.assign(state, { body: '{"keys":"none"}' })],
    [
      'more than a megabyte',
      (state: object) => Object.assign(state, { body: JSON.stringify({ keys: [keyOf('x'.repeat(1_100_000))] }) }),
    ],
    [
      'more than a hundred keys',
      (state: object) => Object.assign(state, { kids: Array.from({ length: 101 }, String) }),
    ],
  ])('refuses a launch, and keeps nothing, on %s', async (_, spoil) => {
    const { state, fetch } = platform();
    spoil(state);
    const sets = keySets(fetch, now);
    await expect(sets.find(url, 'one')).rejects.toMatchObject({ code: 'LAUNCH_KEY_UNKNOWN' });
    Object.assign(state, { down: false, body: null, kids: ['one'] });
    expect((await sets.find(url, 'one')).kid).toBe('one');
  });
});

describe('the cache of key sets, of several processes', () => {
  let time: number;
  const now = () => time;
  beforeEach(() => {
    time = 1_800_000_000_000;
  });
  const processes = (count: number, { fetch }: ReturnType<typeof platform>) => {
    const cache = memoryCache(now);
    return Array.from({ length: count }, () => keySets(fetch, now, cache));
  };

  it('asks once for all of them', async () => {
    const lms = platform();
    for (const sets of processes(5, lms)) expect((await sets.find(url, 'one')).kid).toBe('one');
    expect(lms.state.fetched).toBe(1);
  });

  it('asks once in a minute for what nobody knows, whichever of them is asked', async () => {
    const lms = platform();
    const all = processes(5, lms);
    for (const sets of all) await sets.find(url, 'one');
    for (const sets of [...all, ...all])
      await expect(sets.find(url, 'never')).rejects.toMatchObject({ code: 'LAUNCH_KEY_UNKNOWN' });
    expect(lms.state.fetched).toBe(2);
    time += minute;
    for (const sets of all) await expect(sets.find(url, 'never')).rejects.toMatchObject({ code: 'LAUNCH_KEY_UNKNOWN' });
    expect(lms.state.fetched).toBe(3);
  });

  it('takes over new keys that another one has found', async () => {
    const lms = platform();
    const [first, second] = processes(2, lms);
    await first?.find(url, 'one');
    await second?.find(url, 'one');
    lms.state.kids = ['two'];
    expect((await first?.find(url, 'two'))?.kid).toBe('two');
    expect((await second?.find(url, 'two'))?.kid).toBe('two');
    expect(lms.state.fetched).toBe(2);
  });

  it('serves one that has just begun while the platform is down, with a set that went stale', async () => {
    const lms = platform();
    const [first, second] = processes(2, lms);
    await first?.find(url, 'one');
    lms.state.down = true;
    time += 60 * minute;
    expect((await second?.find(url, 'one'))?.kid).toBe('one');
  });

  it('believes nobody else who writes to the server', async () => {
    const lms = platform();
    const open = memoryCache(now);
    const sealed = sealedCache(open, { current: 'a secret of more than thirty-two characters', previous: [] });
    const forged = JSON.stringify({ keys: [keyOf('forged')], until: time + 60 * minute, fetchedAt: time + 1 });
    await open.put(`jwks:${url}`, forged, 60);
    const sets = keySets(lms.fetch, now, sealed);
    await expect(sets.find(url, 'forged')).rejects.toMatchObject({ code: 'LAUNCH_KEY_UNKNOWN' });
    expect((await sets.find(url, 'one')).kid).toBe('one');
  });
});
