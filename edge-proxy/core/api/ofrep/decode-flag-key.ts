import { hasPrefix } from '../../model/has-prefix.ts';
import { SINGLE_PREFIX } from '../../model/routes.ts';

/**
 * The flag key that a path of the single evaluation names; `undefined` for any other path and if its percent
 * encoding is malformed. Everything after the prefix is the key, slashes included: no flag has such a key, and
 * the answer says so in OFREP's format.
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
