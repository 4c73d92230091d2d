/** The oldest Node version that everything here runs on. */
const MINIMUM = [20, 19];

/**
 * Returns an error message if this Node version is too old, else undefined.
 * @param version {string} as in `process.versions.node`
 */
export function nodeVersionError(version) {
  const parts = version.split('.');
  const major = Number(parts[0]);
  const minor = Number(parts[1]);
  if (major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])) return undefined;
  return `Node ${version} is too old: Solid Fortnight needs ${MINIMUM.join('.')} or newer (https://nodejs.org).`;
}
