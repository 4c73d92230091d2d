/** Whether two JSON-like values say the same; members that are `undefined` count as absent, their order does not matter. */
export function deepEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (Array.isArray(left) || Array.isArray(right)) {
    return (
      Array.isArray(left) &&
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((entry, index) => deepEqual(entry, right[index]))
    );
  }
  if (!isObject(left) || !isObject(right)) return false;
  const leftEntries = present(left);
  return (
    leftEntries.length === present(right).length &&
    leftEntries.every(([key, value]) => Object.hasOwn(right, key) && deepEqual(value, right[key]))
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function present(object: Readonly<Record<string, unknown>>): readonly [string, unknown][] {
  return Object.entries(object).filter(([, value]) => value !== undefined);
}
