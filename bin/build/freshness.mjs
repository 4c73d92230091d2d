// Whether `dist/` was built from the current sources. Plain JavaScript: `npm start` runs it before it loads anything else.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The file in `dist/` that holds the hash of each source file it was built from. */
export const BUILD_RECORD = 'build.json';

/**
 * Returns why `dist/` must be built: a reason in words, or undefined if it is up to date.
 *
 * Files are compared by content: their times change when a folder is copied or a branch is checked out.
 * @param root {string} the root of the project
 */
export function staleReason(root) {
  const inputs = readInputs(join(root, 'dist', BUILD_RECORD));
  if (inputs === undefined) return 'there is none';
  for (const [path, hash] of Object.entries(inputs)) {
    if (hashOf(join(root, path)) !== hash) return `${path} has changed`;
  }
  // Only the build lists this folder: a new file in it is no input of the last one.
  const added = readdirSync(join(root, 'migrations')).find((name) => !(`migrations/${name}` in inputs));
  return added === undefined ? undefined : `migrations/${added} is new`;
}

/**
 * A hash of a file's content; undefined if it cannot be read.
 * @param path {string}
 */
export function hashOf(path) {
  try {
    return createHash('sha256').update(readFileSync(path)).digest('base64url');
  } catch {
    return undefined;
  }
}

function readInputs(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).inputs;
  } catch {
    return undefined;
  }
}
