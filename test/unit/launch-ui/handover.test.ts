import { jest } from '@jest/globals';

const given = { bearer: 'b-1', expiresAt: '2026-11-24T18:00:00.000Z', landing: { kind: 'home' } };
const before = Date.parse('2026-11-24T10:00:00.000Z');

/** A tab as the launch leaves it: what stands in its page, what it has kept, and the address it shows. */
const openTab = async ({
  inPage = null as string | null,
  kept = {} as Record<string, string>,
  blocked = false,
  entry = null as Record<string, unknown> | null,
  framers = undefined as readonly string[] | undefined,
} = {}) => {
  jest.resetModules();
  const refuse = () => {
    throw new DOMException('blocked', 'SecurityError');
  };
  const storage = {
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, value: string) => {
      kept[key] = value;
    },
  };
  const shown: string[] = [];
  const tab = { entry };
  Object.assign(globalThis, {
    window: { location: { origin: 'https://muster.example', ancestorOrigins: framers } },
    document: { getElementById: () => (inPage === null ? null : { textContent: inPage }) },
    sessionStorage: blocked ? { getItem: refuse, setItem: refuse } : storage,
    history: {
      get state() {
        return tab.entry;
      },
      replaceState: (state: Record<string, unknown> | null, _title: string, path?: string) => {
        tab.entry = state;
        if (path !== undefined) shown.push(path);
      },
    },
  });
  const handover = await import('../../../launch-ui/handover.ts');
  handover.takeHandover();
  return { ...handover, kept, shown, tab };
};

describe('given a page from a launch', () => {
  it('keeps its session for this tab, and shows an address that can be reloaded', async () => {
    const { bearer, kept, shown } = await openTab({ inPage: JSON.stringify(given) });
    expect(bearer(before)).toBe('b-1');
    expect(kept).toEqual({ 'muster-launch': JSON.stringify(given) });
    expect(shown).toEqual(['/app']);
  });

  it('works where the browser refuses storage in a frame', async () => {
    const { bearer, tab, carryHandover } = await openTab({ inPage: JSON.stringify(given), blocked: true });
    expect(bearer(before)).toBe('b-1');
    // The router makes a new entry for the next page.
    tab.entry = { idx: 1 };
    carryHandover();
    const reloaded = await openTab({ blocked: true, entry: tab.entry });
    expect(reloaded.bearer(before)).toBe('b-1');
    expect(tab.entry).toMatchObject({ idx: 1 });
  });

  it('leaves the history alone where storage works', async () => {
    const { tab, carryHandover } = await openTab({ inPage: JSON.stringify(given) });
    carryHandover();
    expect(tab.entry).toBeNull();
  });

  it('takes the newer launch over the one that was kept', async () => {
    const kept = { 'muster-launch': JSON.stringify({ ...given, bearer: 'old' }) };
    const { bearer } = await openTab({ inPage: JSON.stringify(given), kept });
    expect(bearer(before)).toBe('b-1');
  });
});

describe('given a page that was reloaded', () => {
  const kept = () => ({ 'muster-launch': JSON.stringify(given) });

  it('goes on with the session that was kept, and leaves its address alone', async () => {
    const { bearer, shown } = await openTab({ kept: kept() });
    expect(bearer(before)).toBe('b-1');
    expect(shown).toEqual([]);
  });

  it('has none once it has run out', async () => {
    const { bearer } = await openTab({ kept: kept() });
    expect(bearer(Date.parse(given.expiresAt) - 1)).toBe('b-1');
    expect(bearer(Date.parse(given.expiresAt))).toBeNull();
  });
});

describe('given nothing, or something that is no session', () => {
  it.each([
    ['nothing', null],
    ['an empty script', ''],
    ['no JSON', '{'],
    ['another shape', '{"bearer":5}'],
    ['a time that is none', '{"bearer":"b-1","expiresAt":"never"}'],
  ])('has no session: %s', async (_, inPage) => {
    const { bearer } = await openTab({ inPage });
    expect(bearer(before)).toBeNull();
  });

  it('has none where storage is blocked and nothing came with the page', async () => {
    const { bearer, currentHandover } = await openTab({ blocked: true });
    expect([bearer(before), currentHandover()]).toEqual([null, null]);
  });
});

describe('a page that is loaded again', () => {
  const kept = () => ({
    'muster-launch': JSON.stringify({ ...given, framedBy: ['https://lms.example', 'https://school.example'] }),
  });

  it.each([
    ['in no frame', []],
    ['in the platform’s frame', ['https://lms.example']],
    ['in frames of ours and the platform’s', ['https://muster.example', 'https://school.example']],
    ['where the browser does not tell', undefined],
  ])('goes on %s', async (_where, framers) => {
    const { bearer } = await openTab({ kept: kept(), framers });
    expect(bearer(before)).toBe('b-1');
  });

  it.each([
    ['a foreign page', ['https://evil.example']],
    ['a foreign page that frames the platform', ['https://lms.example', 'https://evil.example']],
    ['a page that does not say who it is', ['null']],
  ])('is signed out under %s', async (_what, framers) => {
    const { bearer } = await openTab({ kept: kept(), framers });
    expect(bearer(before)).toBeNull();
    expect(
      (await openTab({ entry: { 'muster-launch': JSON.parse(kept()['muster-launch']) }, framers })).bearer(before),
    ).toBeNull();
  });
});
