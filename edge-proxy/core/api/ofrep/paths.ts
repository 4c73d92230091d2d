import { hasPrefix } from '../../model/has-prefix.ts';

/** Everything OFREP asks is below this. */
export const OFREP_ROOT = '/ofrep/';
export const BULK_PATH = '/ofrep/v1/evaluate/flags';
/** A flag's key follows, percent-encoded. */
export const SINGLE_PREFIX = '/ofrep/v1/evaluate/flags/';
export const STREAM_PATH = '/ofrep/v1/stream';

/**
 * The flag key that a path of the single evaluation names, `undefined` for any other path and where its percent
 * encoding is malformed. Everything after the prefix is the key, slashes included: no flag has such a key, and
 * the answer says so in OFREP's words.
 */
export function decodeFlagKey(path: string): string | undefined {
  if (!hasPrefix(path, SINGLE_PREFIX)) return undefined;
  const raw = path.slice(SINGLE_PREFIX.length);
  if (!raw.includes('%')) return raw;
  try {
    return decodeURIComponent(raw);
  } catch {
    return undefined;
  }
}
