import type { JsonValue } from '../../model/json.ts';

/** A version of Semantic Versioning 2.0.0 (semver.org), without its build metadata, which does not affect precedence. */
export interface Version {
  /** Major, minor and patch: digits without leading zeros, of any length. */
  readonly core: readonly string[];
  /** The identifiers of the pre-release; empty for a release. */
  readonly preRelease: readonly string[];
}

const NUMERIC_IDENTIFIER = /^(?:0|[1-9]\d*)$/;
const PRE_RELEASE_IDENTIFIER = /^(?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*)$/;
const BUILD_IDENTIFIER = /^[0-9A-Za-z-]+$/;
const NO_IDENTIFIERS: readonly string[] = [];

/** Strict: no leading `v`, no missing part, no leading zero. `null` if the value is not a version. */
export function readVersion(value: JsonValue): Version | null {
  if (typeof value !== 'string') return null;
  const plus = value.indexOf('+');
  if (plus >= 0 && !isBuildMetadata(value.slice(plus + 1))) return null;
  const precedence = plus < 0 ? value : value.slice(0, plus);
  const hyphen = precedence.indexOf('-');
  const preRelease = hyphen < 0 ? NO_IDENTIFIERS : precedence.slice(hyphen + 1).split('.');
  if (!preRelease.every((identifier) => PRE_RELEASE_IDENTIFIER.test(identifier))) return null;
  const core = (hyphen < 0 ? precedence : precedence.slice(0, hyphen)).split('.');
  const isCore = core.length === 3 && core.every((number) => NUMERIC_IDENTIFIER.test(number));
  return isCore ? { core, preRelease } : null;
}

function isBuildMetadata(text: string): boolean {
  return text.split('.').every((identifier) => BUILD_IDENTIFIER.test(identifier));
}

/** Precedence (section 11 of the specification): negative if `a` is lower than `b`, 0 if equal, positive if higher. */
export function compareVersions(a: Version, b: Version): number {
  const byCore = compareLists(a.core, b.core);
  if (byCore !== 0) return byCore;
  if (a.preRelease.length === 0 || b.preRelease.length === 0) {
    return Math.sign(b.preRelease.length - a.preRelease.length);
  }
  return compareLists(a.preRelease, b.preRelease);
}

function compareLists(a: readonly string[], b: readonly string[]): number {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index++) {
    const order = compareIdentifiers(a[index] ?? '', b[index] ?? '');
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareIdentifiers(a: string, b: string): number {
  const aIsNumeric = NUMERIC_IDENTIFIER.test(a);
  if (aIsNumeric !== NUMERIC_IDENTIFIER.test(b)) return aIsNumeric ? -1 : 1;
  // Without leading zeros the longer number is the greater one. Parsing would lose digits beyond 2^53.
  if (aIsNumeric && a.length !== b.length) return a.length - b.length;
  return a === b ? 0 : a < b ? -1 : 1;
}
