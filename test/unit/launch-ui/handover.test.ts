import { jest } from '@jest/globals';

const given = { bearer: 'b-1', expiresAt: '2026-11-24T18:00:00.000Z' };
const before = Date.parse('2026-11-24T10:00:00.000Z');

/** A tab as the launch leaves it: what stands in its page, what it has kept, and the address it shows. */
const openTab = async ({
  inPage = null as string | null,
  kept = {} as Record<string, string>,
  blocked = false,
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
  Object.assign(globalThis, {
    document: { getElementById: () => (inPage === null ? null : { textContent: inPage }) },
    sessionStorage: blocked ? { getItem: refuse, setItem: refuse } : storage,
    history: { replaceState: (_state: unknown, _title: string, path: string) => shown.push(path) },
  });
  const handover = await import('../../../launch-ui/handover.ts');
  handover.takeHandover();
  return { ...handover, kept, shown };
};

describe('given a page from a launch', () => {
  it('keeps its session for this tab, and shows an address that can be reloaded', async () => {
    const { bearer, kept, shown } = await openTab({ inPage: JSON.stringify(given) });
    expect(bearer(before)).toBe('b-1');
    expect(kept).toEqual({ 'muster-launch': JSON.stringify(given) });
    expect(shown).toEqual(['/app']);
  });

  it('works where the browser refuses storage in a frame', async () => {
    const { bearer } = await openTab({ inPage: JSON.stringify(given), blocked: true });
    expect(bearer(before)).toBe('b-1');
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
