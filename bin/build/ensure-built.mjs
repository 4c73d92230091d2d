import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { staleReason } from './freshness.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const BUILD = fileURLToPath(new URL('main.ts', import.meta.url));

/** The packages that a build needs. */
const BUILD_PACKAGES = ['tsx', 'esbuild', 'vite'];

/**
 * Builds `dist/` if the sources have changed since the last build, in a process of its own.
 * @returns {boolean} whether it is up to date now; if not, the reason was printed
 */
export function ensureBuilt() {
  const reason = staleReason(ROOT);
  if (reason === undefined) return true;
  if (!areInstalled(BUILD_PACKAGES)) {
    console.error('The packages this needs are not installed (or not all of them). Run: npm ci');
    return false;
  }
  console.error(`Building dist/ (${reason}) …`);
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', BUILD, '--if-stale'], {
    cwd: ROOT,
    // Standard output belongs to the program that starts next.
    stdio: ['ignore', process.stderr, process.stderr],
  });
  return status === 0;
}

function areInstalled(packages) {
  const { resolve } = createRequire(import.meta.url);
  try {
    for (const name of packages) resolve(name);
    return true;
  } catch {
    return false;
  }
}
