import { once } from 'node:events';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { watch } from 'chokidar';
import { stopWithShell } from '../system/stop-with-shell.mjs';
import { runLauncher, type ServiceCommand } from './launcher.ts';
import type { WatchFiles } from './restarting-service.ts';

/** `npm run dev`: runs the services from their sources and restarts each one when a file of it changes. */
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PRELOAD = [
  '--import',
  new URL('../system/exit-with-parent.mjs', import.meta.url).href,
  '--import',
  import.meta.resolve('tsx'),
];

/** What both services import. */
const COMMON_FOLDERS = ['shared', 'node-process'];
const WATCHED_FILE = /\.(ts|mjs|sql)$/;
const TEST_FILE = /\.test\.ts$/;

const fromSources = (entry: string, folders: readonly string[]): ServiceCommand => ({
  command: [...PRELOAD, join(ROOT, entry)],
  watchFiles: watchFolders([...folders, ...COMMON_FOLDERS]),
});

function watchFolders(folders: readonly string[]): WatchFiles {
  const paths = folders.map((folder) => join(ROOT, folder));
  return (onChange) => {
    const watcher = watch(paths, {
      ignoreInitial: true,
      ignored: (path, stats) =>
        stats?.isFile() === true && (!WATCHED_FILE.test(path) || TEST_FILE.test(path)),
    });
    watcher.on('all', (_event, path) => onChange(relative(ROOT, path)));
    return { ready: once(watcher, 'ready'), close: () => watcher.close() };
  };
}

stopWithShell();
await runLauncher(process.env, {
  controlPlane: fromSources('control-plane/main.ts', ['control-plane', 'migrations']),
  edge: fromSources('edge-proxy/node/main.ts', ['edge-proxy/core', 'edge-proxy/node']),
});
