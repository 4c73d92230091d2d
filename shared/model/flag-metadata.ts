import { isRecord } from './type-guards.ts';

/**
 * What the users of the management API say about a flag: its owner, a ticket. Readers pass it on with each evaluation; the evaluation
 * does not use it. Texts, booleans and integers only, which is all that every OpenFeature SDK has a type for.
 */
export type FlagMetadata = Readonly<Record<string, string | number | boolean>>;

export const METADATA_LIMITS = {
  /** Entries of a flag. */
  entries: 20,
  /** Characters of a name. */
  name: 64,
  /** Characters of a text. */
  text: 256,
} as const;

/** Names that the edge uses, or that OpenFeature gives a meaning. */
const RESERVED_METADATA_NAMES: readonly string[] = [
  'flagVersion',
  'enabled',
  'version',
  'flagSetId',
  'contextId',
];

const NAME_PATTERN = new RegExp(`^[A-Za-z][A-Za-z0-9._-]{0,${METADATA_LIMITS.name - 1}}$`);

/** What is wrong with metadata that someone writes; empty if nothing is. At most one fault per entry. */
export function metadataFaults(
  metadata: unknown,
): readonly { readonly path: string; readonly message: string }[] {
  if (!isRecord(metadata)) {
    return [{ path: '', message: 'must be an object of texts, booleans and integers.' }];
  }
  const entries = Object.entries(metadata);
  if (entries.length > METADATA_LIMITS.entries) {
    return [{ path: '', message: `must have at most ${METADATA_LIMITS.entries} entries.` }];
  }
  return entries.flatMap(([name, value]) => {
    const message = nameFault(name) ?? valueFault(value);
    return message === undefined ? [] : [{ path: name, message }];
  });
}

/**
 * The part of received metadata that follows the rules. A newer or faulty sender may send more: those entries are left out, because
 * they must not make the flag, or the flag set, unusable.
 */
export function usableMetadata(metadata: unknown): FlagMetadata {
  const usable: Record<string, string | number | boolean> = {};
  if (!isRecord(metadata)) return usable;
  let left: number = METADATA_LIMITS.entries;
  for (const [name, value] of Object.entries(metadata)) {
    if (left === 0) break;
    if (nameFault(name) !== undefined || !isMetadataValue(value)) continue;
    usable[name] = value;
    left--;
  }
  return usable;
}

function nameFault(name: string): string | undefined {
  if (!NAME_PATTERN.test(name)) {
    return `must have a name that starts with a letter, followed by at most ${METADATA_LIMITS.name - 1} of A-Z a-z 0-9 . _ -`;
  }
  return RESERVED_METADATA_NAMES.includes(name)
    ? `has a reserved name. Reserved are ${RESERVED_METADATA_NAMES.join(', ')}.`
    : undefined;
}

function valueFault(value: unknown): string | undefined {
  return isMetadataValue(value)
    ? undefined
    : `must be a text of at most ${METADATA_LIMITS.text} characters, a boolean, or an integer that a JSON number holds exactly.`;
}

function isMetadataValue(value: unknown): value is string | number | boolean {
  if (typeof value === 'string') return value.length <= METADATA_LIMITS.text;
  return typeof value === 'boolean' || Number.isSafeInteger(value);
}
