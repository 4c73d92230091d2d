import type { JsonValue } from '../../model/json.ts';

const NUMERIC_IDENTIFIER = /^(?:0|[1-9]\d*)$/;
const PRE_RELEASE_IDENTIFIER = /^(?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*)$/;
const BUILD_IDENTIFIER = /^[0-9A-Za-z-]+$/;

/** Numeric identifiers are lower than alphanumeric ones, and a list that ends is lower than one that goes on. */
const END = '\0';
const NUMERIC = '\u0001';
const ALPHANUMERIC = '\u0002';
/** A pre-release is lower than its release. */
const PRE_RELEASE = '\u0001';
const RELEASE = '\u0002';

/**
 * The precedence of a version of Semantic Versioning 2.0.0 (semver.org, section 11), as a text: texts compare, code unit by
 * code unit, as the versions do. Build metadata does not count. `null` if the value is not a version: strict, no leading
 * `v`, no missing part, no leading zero.
 */
export function readVersion(value: JsonValue): string | null {
  if (typeof value !== 'string' || !startsWithDigit(value)) return null;
  const plus = value.indexOf('+');
  if (plus >= 0 && !isBuildMetadata(value.slice(plus + 1))) return null;
  const version = plus < 0 ? value : value.slice(0, plus);
  const hyphen = version.indexOf('-');
  const core = coreKey(hyphen < 0 ? version : version.slice(0, hyphen));
  if (core === null || hyphen < 0) return core === null ? null : core + RELEASE;
  const preRelease = preReleaseKey(version.slice(hyphen + 1));
  return preRelease === null ? null : core + PRE_RELEASE + preRelease;
}

function startsWithDigit(text: string): boolean {
  const first = text.charCodeAt(0);
  return first >= 0x30 && first <= 0x39;
}

function isBuildMetadata(text: string): boolean {
  return text.split('.').every((identifier) => BUILD_IDENTIFIER.test(identifier));
}

function coreKey(text: string): string | null {
  const numbers = text.split('.');
  if (numbers.length !== 3) return null;
  let key = '';
  for (const number of numbers) {
    if (!NUMERIC_IDENTIFIER.test(number)) return null;
    key += numberKey(number);
  }
  return key;
}

function preReleaseKey(text: string): string | null {
  let key = '';
  for (const identifier of text.split('.')) {
    if (!PRE_RELEASE_IDENTIFIER.test(identifier)) return null;
    key += NUMERIC_IDENTIFIER.test(identifier)
      ? NUMERIC + numberKey(identifier)
      : ALPHANUMERIC + identifier + END;
  }
  return key + END;
}

/** Without leading zeros the longer number is the greater one. Parsing would lose digits beyond 2^53. */
function numberKey(digits: string): string {
  return String.fromCharCode(digits.length >>> 16, digits.length & 0xffff) + digits;
}
