import fc from 'fast-check';
import { csv } from '../../../core/csv.ts';

/** What stands after the byte order mark, without the last line's end. */
const text = (...cells: readonly (string | number | null)[]) => csv([cells]).slice(1, -2);

/** RFC 4180, read back. */
const parse = (given: string): string[][] => {
  const rows: string[][] = [['']];
  let quoted = false;
  for (let at = 0; at < given.length; at += 1) {
    const [letter = '', next] = given.slice(at, at + 2);
    const row = rows.at(-1) ?? [];
    const isPair = letter + next === '""' || letter + next === '\r\n';
    if (quoted ? letter === '"' && isPair : letter === '\r' && isPair) at += 1;
    if (letter === '"' && !(quoted && isPair)) quoted = !quoted;
    else if (!quoted && letter === ',') row.push('');
    else if (!quoted && letter === '\r') rows.push(['']);
    else row.push(`${row.pop() ?? ''}${letter}`);
  }
  return rows;
};

describe('a file for a spreadsheet', () => {
  it('says that it is UTF-8, and ends each line as RFC 4180 wants it', () => {
    expect(csv([['Name'], ['Zoë']])).toBe('\uFEFFName\r\nZoë\r\n');
  });

  it('leaves nothing as an empty cell, and 0 as 0', () => {
    expect(text('a', null, 0, '')).toBe('a,,0,');
  });

  it('quotes commas, quotes and line ends', () => {
    expect(text('Ito, Aiko', 'the "real" one', 'two\r\nlines')).toBe('"Ito, Aiko","the ""real"" one","two\r\nlines"');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1+1', '＋1', '－1', '＠A1'])(
    'makes text of %j, which a spreadsheet might run',
    (formula) => {
      expect(parse(text(formula))[0]?.[0]).toBe(`'${formula}`);
    },
  );

  it('keeps a formula text inside quotes too', () => {
    expect(text('=HYPERLINK("https://evil.example","x")')).toBe(`"'=HYPERLINK(""https://evil.example"",""x"")"`);
  });

  it('leaves negative numbers numbers', () => {
    expect(text(-1.5)).toBe('-1.5');
  });

  it('can be read back, whatever people are called', () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('"', ',', '\r\n', 'a,"b"\r\nc'));
    const rows = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(rows, (all) => {
        const back = parse(csv(all).slice(1, -2));
        const safe = (value: string) => (/^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value);
        expect(back).toEqual(all.map((row) => row.map(safe)));
      }),
      { numRuns: 300, seed: 20261124 },
    );
  });
});
