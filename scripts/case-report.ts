/** One test as jest tells it. */
export interface ToldTest {
  readonly title: string;
  readonly status: string;
}

/**
 * The cases of LTI 1.3 Core (known bad, valid, and ours) that must be run, as
 * `group: [first, last]`: a case that nobody runs is a case that fails.
 */
const groups: Readonly<Record<string, readonly [number, number]>> = {
  'CORE-BAD': [1, 12],
  'CORE-OK-T': [1, 10],
  'CORE-OK-S': [1, 11],
  'CORE-NEG': [1, 25],
  'CORE-ESC': [1, 2],
  'CORE-EXT': [1, 8],
};

const wanted: readonly string[] = Object.entries(groups).flatMap(([group, [first, last]]) =>
  Array.from({ length: last - first + 1 }, (_, index) => `${group}-${String(first + index).padStart(2, '0')}`),
);

interface Case {
  readonly id: string;
  readonly passed: boolean;
  readonly what: string;
}

const titleOf = /^([A-Z]+(?:-[A-Z]+)*-?\d+(?:-\d+)?): (.*)$/s;

/**
 * One line a case, "CASE-ID passed|failed what". A case that several tests make up passes when all of them do; tests that
 * are of no case stand below under OTHER, each for itself.
 */
export const caseReport = (tests: readonly ToldTest[]): { lines: string[]; passed: number; failed: number } => {
  const cases = new Map<string, Case>();
  const others: Case[] = [];
  for (const { title, status } of tests) {
    const [, id, what = title] = titleOf.exec(title) ?? [];
    const passed = status === 'passed';
    if (id === undefined) {
      others.push({ id: 'OTHER', passed, what });
      continue;
    }
    const known = cases.get(id);
    cases.set(id, {
      id,
      passed: passed && (known?.passed ?? true),
      what: known === undefined ? what : `${known.what}; ${what}`,
    });
  }
  for (const id of wanted) if (!cases.has(id)) cases.set(id, { id, passed: false, what: 'nobody ran it' });
  const all = [...[...cases.values()].sort((a, b) => (a.id < b.id ? -1 : 1)), ...others];
  return {
    lines: all.map(({ id, passed, what }) => `${id} ${passed ? 'passed' : 'failed'} ${what}`),
    passed: all.filter(({ passed }) => passed).length,
    failed: all.filter(({ passed }) => !passed).length,
  };
};
