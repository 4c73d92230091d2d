import type { JsonValue } from './json.ts';

/** Whether two JSON values are the same, members in any order. Iterative: nesting of any depth is fine. */
export function isJsonEqual(left: JsonValue, right: JsonValue): boolean {
  if (typeof left !== 'object' || typeof right !== 'object') return left === right;
  const open: [JsonValue | undefined, JsonValue | undefined][] = [[left, right]];
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const [a, b] = pair;
    if (a === b) continue;
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
    if (Array.isArray(a) !== Array.isArray(b)) return false;
    const members = new Map(Object.entries(b));
    const entries = Object.entries(a);
    if (entries.length !== members.size || !entries.every(([key]) => members.has(key))) return false;
    for (const [key, value] of entries) open.push([value, members.get(key)]);
  }
  return true;
}
