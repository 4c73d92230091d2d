import type { JsonValue } from '../../model/json.ts';

/** A version of Semantic Versioning 2.0.0 without its build metadata, which does not take part in precedence. */
export interface Version {
  /** Major, minor, patch: digits without leading zeros, of any length. */
  readonly core: readonly string[];
  /** The identifiers of the pre-release; empty for a release. */
  readonly preRelease: readonly string[];
}

const CORE = /^(?:0|[1-9]\d*)$/;
const PRE_RELEASE = /^(?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*)$/;
const BUILD = /^[0-9A-Za-z-]+$/;
const NO_IDENTIFIERS: readonly string[] = [];

/** Strict: no leading `v`, no missing part, no leading zero. `null` where it is no version. */
export function readVersion(value: JsonValue): Version | null {
  if (typeof value !== 'string') return null;
  const plus = value.indexOf('+');
  if (
    plus >= 0 &&
    !value
      .slice(plus + 1)
      .split('.')
      .every((part) => BUILD.test(part))
  )
    return null;
  const bare = plus < 0 ? value : value.slice(0, plus);
  const dash = bare.indexOf('-');
  const preRelease = dash < 0 ? NO_IDENTIFIERS : bare.slice(dash + 1).split('.');
  if (!preRelease.every((part) => PRE_RELEASE.test(part))) return null;
  const core = (dash < 0 ? bare : bare.slice(0, dash)).split('.');
  return core.length === 3 && core.every((part) => CORE.test(part)) ? { core, preRelease } : null;
}

/** Precedence (section 11 of the specification): below, at, above zero as `a` is lower than, equal to, higher than `b`. */
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
  const aIsNumber = CORE.test(a);
  if (aIsNumber !== CORE.test(b)) return aIsNumber ? -1 : 1;
  // Without leading zeros the longer number is the greater one, however many digits there are.
  if (aIsNumber && a.length !== b.length) return a.length - b.length;
  return a === b ? 0 : a < b ? -1 : 1;
}
