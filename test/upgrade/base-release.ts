import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cachedFolder, cachedFolderPath } from '../support/cached-folder.ts';
import { ROOT } from '../support/processes.ts';

/**
 * The base release: the oldest one whose data this release takes up, that can take up this release's data, and that
 * runs beside it. It is named here only. A later base replaces it when a release drops that promise.
 */
const BASE_COMMIT = '485b05f409cf79dd3e9381d44dc81d6cd702c6d6';

const NAME = `base-${BASE_COMMIT}`;

const run = promisify(execFile);

/** Folder of the base release, with its packages, once it is installed. */
export function baseReleaseFolder(): string {
  return cachedFolderPath(NAME);
}

/**
 * Checks the base release out of this repository's history and installs its packages, once per commit.
 *
 * @throws Error naming what to do if this clone does not have the commit
 */
export async function installBaseRelease(): Promise<void> {
  await cachedFolder(NAME, async (folder) => {
    await requireCommit();
    const archive = join(folder, 'base.tar');
    await run('git', ['archive', '--format=tar', `--output=${archive}`, BASE_COMMIT], { cwd: ROOT });
    await run('tar', ['-xf', archive, '-C', folder]);
    rmSync(archive);
    await run('npm', ['ci', '--no-progress', '--loglevel=error'], { cwd: folder });
  });
}

async function requireCommit(): Promise<void> {
  try {
    await run('git', ['cat-file', '-e', `${BASE_COMMIT}^{commit}`], { cwd: ROOT });
  } catch (error) {
    throw new Error(
      `npm run test:upgrade starts the base release, and this clone does not have its commit ${BASE_COMMIT}. ` +
        'Fetch the whole history: git fetch --unshallow (in a clone that is not shallow: git fetch origin).',
      { cause: error },
    );
  }
}
