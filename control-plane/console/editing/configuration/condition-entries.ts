import type { JsonValue } from '../../../../shared/model/json.ts';
import type { EntryKind } from './operators.ts';

/** How the entries of a condition are typed. `mixed`: each as JSON. */
export type EntryType = 'text' | 'number' | 'boolean' | 'mixed';

/** An entry that was typed, or why it is none. */
export type ParsedEntry = { readonly value: JsonValue } | { readonly fault: string };

/** What the type of entries can be for an operator; the first is the usual one. */
export function entryTypesFor(kind: EntryKind): readonly EntryType[] {
  if (kind === 'any') return ['text', 'number', 'boolean'];
  if (kind === 'number') return ['number'];
  return kind === 'none' ? [] : ['text'];
}

/** The type that all values have. Times may be texts and numbers at once, which `mixed` would only complicate. */
export function entryTypeOf(values: readonly JsonValue[], kind: EntryKind): EntryType {
  const [usual = 'text'] = entryTypesFor(kind);
  const types = new Set(
    values.map((value): EntryType => {
      if (typeof value === 'string') return 'text';
      if (typeof value === 'number') return 'number';
      return typeof value === 'boolean' ? 'boolean' : 'mixed';
    }),
  );
  if (types.size === 0) return usual;
  const [only = usual] = types;
  return types.size === 1 ? only : 'mixed';
}

/** An entry as it is shown and typed. */
export function shownEntry(value: JsonValue, type: EntryType, kind: EntryKind): string {
  if (typeof value === 'string' && (type === 'text' || kind === 'instant')) return value;
  return JSON.stringify(value);
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** The value of a text that somebody has typed as an entry. */
export function parseEntry(text: string, type: EntryType, kind: EntryKind): ParsedEntry {
  const trimmed = text.trim();
  if (kind === 'instant') return parseInstantEntry(trimmed);
  if (kind === 'version' || kind === 'address') return { value: trimmed };
  switch (type) {
    case 'number':
      return NUMBER.test(trimmed) ? { value: Number(trimmed) } : { fault: `"${trimmed}" is not a number` };
    case 'boolean':
      if (trimmed === 'true' || trimmed === 'false') return { value: trimmed === 'true' };
      return { fault: `"${trimmed}" is neither true nor false` };
    case 'mixed':
      return parseJsonEntry(trimmed);
    case 'text':
      return { value: text };
  }
}

/** A number is milliseconds since 1970. A date without a time, or without a zone, is completed in the zone of the viewer. */
function parseInstantEntry(text: string): ParsedEntry {
  if (NUMBER.test(text)) return { value: Number(text) };
  if (/^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.test(text)) return { value: text };
  const [, date, time = '00:00'] = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d)?))?$/.exec(text) ?? [];
  const at = date === undefined ? undefined : new Date(`${date}T${time}`);
  if (at === undefined || Number.isNaN(at.getTime())) {
    return { fault: `"${text}" is not a time; write 2027-01-31 or 2027-01-31T12:00:00Z` };
  }
  return { value: at.toISOString().replace('.000Z', 'Z') };
}

function parseJsonEntry(text: string): ParsedEntry {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      return { value };
  } catch {
    // The same fault as for other JSON.
  }
  return { fault: `${text} is not a text in quotes, a number, true or false` };
}

/** Values of which those that can be are turned into another type; the others are left out. */
export function convertEntries(
  values: readonly JsonValue[],
  type: EntryType,
  kind: EntryKind,
): readonly JsonValue[] {
  return values.flatMap((value) => {
    const parsed = parseEntry(typeof value === 'string' ? value : JSON.stringify(value), type, kind);
    return 'value' in parsed ? [parsed.value] : [];
  });
}
