const rules = new Intl.PluralRules('en');

/** "1 face", "3 faces". */
export const count = (number: number, one: string, other = `${one}s`): string =>
  `${number.toLocaleString('en')} ${rules.select(number) === 'one' ? one : other}`;
