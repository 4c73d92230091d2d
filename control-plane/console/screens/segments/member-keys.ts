/** Of one request of the API. */
const MAX_KEYS = 10_000;

/** Targeting keys out of a text that a person pasted: one a line, or divided by commas or semicolons; without repetition. */
export function parseMemberKeys(text: string): readonly string[] {
  const keys = text
    .split(/[\n,;]/)
    .map((key) => key.trim())
    .filter((key) => key !== '');
  return [...new Set(keys)];
}

/** The keys in groups that one request may carry. */
export function inRequests(keys: readonly string[]): readonly (readonly string[])[] {
  const groups: (readonly string[])[] = [];
  for (let start = 0; start < keys.length; start += MAX_KEYS)
    groups.push(keys.slice(start, start + MAX_KEYS));
  return groups;
}
