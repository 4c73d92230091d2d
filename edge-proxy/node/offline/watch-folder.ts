import { type FSWatcher, watch } from 'node:fs';
import type { Logger } from '../../../shared/logging/logger.ts';

/**
 * Calls back when something in a folder changes. The folder and not the file is watched: a file that replaces another
 * one, or a link that is changed, is another file.
 *
 * @returns `undefined` on file systems that cannot be watched
 */
export function watchFolder(folder: string, onChange: () => void, logger: Logger): FSWatcher | undefined {
  const onError = (error: unknown) => logger.debug('watching a folder failed', { folder, error });
  try {
    const watcher = watch(folder, { persistent: false }, onChange);
    watcher.on('error', onError);
    return watcher;
  } catch (error) {
    onError(error);
    return undefined;
  }
}
