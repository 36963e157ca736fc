/** Small seeded randomness (mulberry32), so that a run can be repeated to the letter. */
export const seeded = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

type Fields = Readonly<Record<string, string>>;

const hostile = [
  '',
  ' ',
  '\u0000',
  '\r\nSet-Cookie: x=1',
  '../../etc/passwd',
  '<script>alert(1)</script>',
  '{"$gt":""}',
  '[object Object]',
  '__proto__',
  'https://evil.example/',
  'javascript:alert(1)',
  '\u{1F984}'.repeat(50),
  'x'.repeat(5_000),
  '%00%ff%E0%A4%A',
  '-1',
  '1e309',
];

/** One field of a request changed in one way. Never the request as it was: a mutation that changes nothing tests nothing. */
export const mutate = (fields: Fields, random: () => number): [string, string][] => {
  const names = Object.keys(fields);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const name = pick(names);
  const value = fields[name] ?? '';
  const at = Math.floor(random() * value.length);
  const entries = Object.entries(fields);
  const replaced = (next: string) => entries.map(([key, old]): [string, string] => [key, key === name ? next : old]);
  switch (Math.floor(random() * 8)) {
    case 0:
      return entries.filter(([key]) => key !== name);
    case 1:
      return replaced(pick(hostile.filter((one) => one !== value)));
    case 2:
      return replaced(`${value}${pick(hostile.slice(1))}`);
    case 3:
      // The last character of a base64url part may hold bits that nobody reads: change one before it.
      return replaced(flip(value, Math.max(0, at - 2)));
    case 4:
      return replaced(value.slice(0, Math.max(0, at - 1)));
    case 5:
      return [...entries, [name, pick(hostile)]];
    case 6:
      return [...entries.filter(([key]) => key !== name), [`${name}[${pick(['$ne', '0', '__proto__'])}]`, value]];
    default:
      return replaced(value.split('').reverse().join('') === value ? `${value}x` : value.split('').reverse().join(''));
  }
};

const flip = (value: string, at: number): string => {
  const old = value[at] ?? '';
  return `${value.slice(0, at)}${old === 'A' ? 'B' : 'A'}${value.slice(at + 1)}`;
};
