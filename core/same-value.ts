/**
 * Whether two plain values (JSON's) say the same. Not by their text: a store may give an object's fields back in another
 * order (DynamoDB keeps none in a map).
 */
export const sameValue = (a: unknown, b: unknown): boolean => {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b);
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [inA, inB] = [Object.entries(a), new Map(Object.entries(b))];
  return inA.length === inB.size && inA.every(([name, value]) => inB.has(name) && sameValue(value, inB.get(name)));
};
