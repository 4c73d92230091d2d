type Members = Readonly<Record<string, unknown>>;

/** What is wrong, and at which path: `environments[0].flags[2].enabled: must be a boolean`. Empty parts are left out. */
export function formatProblem(parts: readonly string[], message: string): string {
  return `${parts.filter((part) => part !== '').join('.')}: ${message}`;
}

/** The array under `name`, or a problem and an empty one. */
export function readArray(members: Members, name: string, problems: string[], path = ''): readonly unknown[] {
  const value = members[name];
  if (Array.isArray(value)) return value;
  const message = value === undefined ? 'is missing; it must be an array' : 'must be an array';
  problems.push(formatProblem([path, name], message));
  return [];
}

/** Unknown members are refused: they are usually misspelled and would have no effect. */
export function refuseUnknownMembers(
  members: Members,
  known: readonly string[],
  path: string,
  problems: string[],
): void {
  for (const name of Object.keys(members)) {
    if (known.includes(name)) continue;
    const shown = JSON.stringify(name.slice(0, 50));
    problems.push(formatProblem([path, shown], `is not known; known members are ${known.join(', ')}`));
  }
}
