type Json = unknown;

const isObject = (value: Json): value is Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Whether two values of plain data say the same. The order of an object's members does not count: DynamoDB gives a map
 * back in an order of its own. A member that is undefined is not there.
 */
export const same = (a: Json, b: Json): boolean => {
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((value, index) => same(value, b[index]));
  }
  if (!isObject(a) || !isObject(b)) return a === b;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((name) => same(a[name], b[name]));
};
