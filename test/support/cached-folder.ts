import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './processes.ts';

const CACHE = join(ROOT, 'node_modules', '.cache', 'solid-fortnight');

/** Where the cached folder of this name is, once {@link cachedFolder} has made it. */
export function cachedFolderPath(name: string): string {
  return join(CACHE, name);
}

/**
 * A folder that is expensive to make and never changes, kept until the next `npm ci`. It is made beside its place and
 * renamed when it is complete, so a killed run leaves no incomplete folder, and two runs may make it at once: the first
 * complete one is used.
 *
 * @param name says what is in it, its version included: another version needs another name
 * @param make fills the empty folder it is given
 * @returns the absolute path
 */
export async function cachedFolder(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = cachedFolderPath(name);
  if (existsSync(folder)) return folder;
  mkdirSync(CACHE, { recursive: true });
  const unfinished = mkdtempSync(join(CACHE, `${name}.unfinished-`));
  try {
    await make(unfinished);
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    // A folder is not renamed onto one that has something in it: another run has finished first.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}
