/** The oldest Node that everything here runs on. */
const MINIMUM = [20, 19];

/**
 * Says in one line why this version of Node will not do; nothing when it will.
 * @param version {string} as in `process.versions.node`
 */
export function nodeProblem(version) {
  const parts = version.split('.');
  const major = Number(parts[0]);
  const minor = Number(parts[1]);
  if (major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])) return undefined;
  return `Node ${version} is too old: Solid Fortnight needs ${MINIMUM.join('.')} or newer (https://nodejs.org).`;
}
