/** One test as jest tells it. */
export interface ToldTest {
  readonly title: string;
  readonly status: string;
}

/**
 * The cases of LTI 1.3 Core (known bad, valid, and ours), Deep Linking 2.0, NRPS 2.0 and AGS 2.0 that must be run, as
 * `group: [first, last]`: a case that nobody runs is a case that fails.
 */
const groups: Readonly<Record<string, readonly [number, number]>> = {
  'CORE-BAD': [1, 12],
  'CORE-OK-T': [1, 10],
  'CORE-OK-S': [1, 11],
  'CORE-NEG': [1, 25],
  'CORE-ESC': [1, 2],
  'CORE-EXT': [1, 8],
  DL: [1, 15],
  NRPS: [1, 15],
  AGS: [0, 19],
};

const wanted: readonly string[] = Object.entries(groups).flatMap(([group, [first, last]]) =>
  Array.from({ length: last - first + 1 }, (_, index) => `${group}-${String(first + index).padStart(2, '0')}`),
);

interface Case {
  readonly id: string;
  readonly passed: boolean;
  readonly what: string;
}

/** `NRPS-02: what`, or several at once: `NRPS-02, 03: what`. */
const titleOf = /^([A-Z]+(?:-[A-Z]+)*-?)(\d+(?:, \d+)*): (.*)$/s;

const idsOf = (group: string, numbers: string): string[] => numbers.split(', ').map((number) => group + number);

/**
 * One line a case, "CASE-ID passed|failed what". A case that several tests make up passes when all of them do; tests that
 * are of no case stand below under OTHER, each for itself.
 */
export const caseReport = (tests: readonly ToldTest[]): { lines: string[]; passed: number; failed: number } => {
  const cases = new Map<string, Case>();
  const others: Case[] = [];
  for (const { title, status } of tests) {
    const [, group = '', numbers, what = title] = titleOf.exec(title) ?? [];
    const passed = status === 'passed';
    if (numbers === undefined) others.push({ id: 'OTHER', passed, what });
    for (const id of numbers === undefined ? [] : idsOf(group, numbers)) {
      const known = cases.get(id);
      cases.set(id, {
        id,
        passed: passed && (known?.passed ?? true),
        what: known === undefined ? what : `${known.what}; ${what}`,
      });
    }
  }
  for (const id of wanted) if (!cases.has(id)) cases.set(id, { id, passed: false, what: 'nobody ran it' });
  const all = [...[...cases.values()].sort((a, b) => (a.id < b.id ? -1 : 1)), ...others];
  return {
    lines: all.map(({ id, passed, what }) => `${id} ${passed ? 'passed' : 'failed'} ${what}`),
    passed: all.filter(({ passed }) => passed).length,
    failed: all.filter(({ passed }) => !passed).length,
  };
};
