/** What a reader of a stream says about itself when it connects. A reader may leave out everything. */
export interface ReaderIdentity {
  /** The program, for example `solid-fortnight-edge`. */
  readonly name?: string;
  readonly version?: string;
  /** What it is, for example `edge` or `sdk`. */
  readonly kind?: string;
  readonly region?: string;
  /** Different for each process, for example a random UUID. */
  readonly instance?: string;
}

const MEMBERS = ['name', 'version', 'kind', 'region', 'instance'] as const;

/** The longest value of the headers, in characters. A longer one counts as absent. */
const MAX_READER_HEADER = 1_000;
/** The longest value of a member, in characters. */
export const MAX_READER_MEMBER = 100;
export const MAX_FEATURES = 50;

/** A member of the dictionary: a key and a string of printable ASCII without quotes and backslashes. */
const MEMBER = /^([a-z]+)="([ !#-[\]-~]*)"$/;
export const FEATURE_PATTERN = /^[a-z][a-z0-9-]{0,63}$/;

/** The value of `Flags-Reader`: a dictionary of strings (RFC 8941). Other characters than printable ASCII become `?`. */
export function formatReaderIdentity(identity: ReaderIdentity): string {
  return MEMBERS.flatMap((member) => {
    const value = identity[member]?.slice(0, MAX_READER_MEMBER).replaceAll(/[^ !#-[\]-~]/g, '?');
    return value === undefined ? [] : [`${member}="${value}"`];
  }).join(', ');
}

/** Reads `Flags-Reader`. Never throws: members that are unknown, malformed or too long are left out. */
export function parseReaderIdentity(header: string | undefined): ReaderIdentity {
  if (header === undefined || header.length > MAX_READER_HEADER) return {};
  // A comma inside a string does not separate members.
  const parts = header.match(/[^",]*"[^"]*"[^",]*/g) ?? [];
  const found = new Map(parts.flatMap((part) => memberIn(part.trim())));
  return Object.fromEntries(
    MEMBERS.flatMap((member) => {
      const value = found.get(member);
      return value === undefined ? [] : [[member, value]];
    }),
  );
}

function memberIn(text: string): readonly (readonly [string, string])[] {
  const [, name, value = ''] = MEMBER.exec(text) ?? [];
  return name === undefined || value === '' || value.length > MAX_READER_MEMBER ? [] : [[name, value]];
}

/** The value of `Flags-Features`: a list of tokens (RFC 8941). */
export function formatFeatures(features: readonly string[]): string {
  return features.join(', ');
}

/** Reads `Flags-Features`, sorted. Never throws: entries that are not names of features are left out. */
export function parseFeatures(header: string | undefined): readonly string[] {
  if (header === undefined || header.length > MAX_READER_HEADER) return [];
  const names = header.split(',', MAX_FEATURES).map((name) => name.trim());
  return [...new Set(names.filter((name) => FEATURE_PATTERN.test(name)))].sort();
}
