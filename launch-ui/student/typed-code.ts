const digit = /\p{Nd}/u;

/** Keyboards of other scripts have digits of their own; ten of each stand one after another in Unicode, from zero up. */
const digitValue = (character: string): string => {
  const at = character.codePointAt(0) ?? 0;
  let zero = at;
  while (at - zero < 9 && digit.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(at - zero);
};

/** The first six digits of what was typed or pasted, as 0 to 9. */
export const typedCode = (typed: string): string =>
  [...typed]
    .filter((character) => digit.test(character))
    .slice(0, 6)
    .map(digitValue)
    .join('');
