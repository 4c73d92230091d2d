import { setTimeout as sleep } from 'node:timers/promises';
import { type Service, type ServiceOptions, startService } from './service.ts';

/** Editors and `git checkout` write several files at a time: a restart waits this long after the first change. */
const DEBOUNCE_MS = 100;

/** Calls `onChange` with the path of each file that changes, from when it is ready until it is closed. */
export type WatchFiles = (onChange: (path: string) => void) => FileWatcher;

export interface FileWatcher {
  readonly ready: Promise<unknown>;
  close(): Promise<void>;
}

export interface RestartingServiceOptions extends ServiceOptions {
  readonly watchFiles: WatchFiles;
  /** Receives one line about each restart and each unexpected exit. */
  readonly report: (line: string) => void;
}

/**
 * Starts a service and restarts it when a file changes. One process of it runs at a time: the next one starts after the
 * previous one has exited. If it exits by itself, it starts again at the next change.
 */
export function startRestartingService(options: RestartingServiceOptions): Service {
  const service = startReplaceableService(options);
  const restarts = createRestarts(service.replace);
  const watcher = options.watchFiles(restarts.request);

  return {
    name: options.name,
    get pid() {
      return service.current().pid;
    },
    // An exit does not end it.
    exited: new Promise(() => {}),
    exitError: (status) => service.current().exitError(status),
    untilReady: async () => {
      await service.firstReady;
      await watcher.ready;
    },
    stop: async () => {
      service.endReplacing();
      await watcher.close();
      await restarts.untilDone();
      await service.current().stop();
    },
    kill: () => {
      service.endReplacing();
      service.current().kill();
    },
  };
}

/** The running process of a service. Reports each replacement of it, and each exit that nothing requested. */
function startReplaceableService(options: RestartingServiceOptions) {
  const { report } = options;
  let stopping = false;
  let replaced: Service | undefined;
  let current = startService(options);
  const firstReady = current.untilReady();
  const first = current;
  // A failure of the first start goes to the caller, through `untilReady`.
  firstReady.then(
    () => reportExit(first),
    () => {},
  );

  async function replace(path: string): Promise<void> {
    if (stopping) return;
    report(`restarting, because ${path} has changed`);
    replaced = current;
    await current.stop();
    if (stopping) return;
    current = startService(options);
    void reportExit(current);
    current.untilReady().then(
      () => report('ready again'),
      () => {},
    );
  }

  async function reportExit(service: Service): Promise<void> {
    const status = await service.exited;
    if (!stopping && service !== replaced) {
      report(`exited unexpectedly (${status}); it starts again when a file changes`);
    }
  }

  return {
    current: () => current,
    firstReady,
    replace,
    endReplacing(): void {
      stopping = true;
    },
  };
}

/** Runs one restart after the other, and one for all changes that come before it begins. */
function createRestarts(restart: (path: string) => Promise<void>) {
  let isQueued = false;
  let last = Promise.resolve();

  async function restartSoon(path: string): Promise<void> {
    await sleep(DEBOUNCE_MS);
    // A change from here on needs another restart: the next process may have read the file already.
    isQueued = false;
    await restart(path);
  }

  return {
    request(path: string): void {
      if (isQueued) return;
      isQueued = true;
      last = last.then(() => restartSoon(path));
    },
    untilDone: () => last,
  };
}
