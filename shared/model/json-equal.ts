/**
 * Whether two JSON values are equal. Members may be in any order, and a member that is `undefined` counts as absent.
 * Nothing is coerced: `"1"` is not `1`. Iterative, so values of any depth are fine.
 */
export function isJsonEqual(left: unknown, right: unknown): boolean {
  if (!isContainer(left) || !isContainer(right)) return left === right;
  const pending: Pair[] = [[left, right]];
  for (let pair = pending.pop(); pair !== undefined; pair = pending.pop()) {
    const members = membersToCompare(pair);
    if (members === undefined) return false;
    for (const member of members) pending.push(member);
  }
  return true;
}

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null;

type Pair = readonly [unknown, unknown];

const NO_PAIRS: readonly Pair[] = [];

/** The pairs of members that decide whether a pair is equal; `undefined` if it is not equal in any case. */
function membersToCompare([left, right]: Pair): readonly Pair[] | undefined {
  if (left === right) return NO_PAIRS;
  if (!isContainer(left) || !isContainer(right)) return undefined;
  if (Array.isArray(left)) return Array.isArray(right) ? elementsToCompare(left, right) : undefined;
  if (Array.isArray(right)) return undefined;
  const others = new Map(presentMembers(right));
  const members = presentMembers(left);
  const sameNames = members.length === others.size && members.every(([name]) => others.has(name));
  return sameNames ? members.map(([name, value]) => [value, others.get(name)]) : undefined;
}

/** Compares scalars at once: most elements of long arrays are scalars, and unequal arrays often differ in the first. */
function elementsToCompare(left: readonly unknown[], right: readonly unknown[]): readonly Pair[] | undefined {
  if (left.length !== right.length) return undefined;
  const pairs: Pair[] = [];
  for (const [index, element] of left.entries()) {
    if (isContainer(element)) pairs.push([element, right[index]]);
    else if (element !== right[index]) return undefined;
  }
  return pairs;
}

function presentMembers(object: object): readonly (readonly [string, unknown])[] {
  return Object.entries(object).filter(([, value]) => value !== undefined);
}
