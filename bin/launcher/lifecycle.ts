import type { OperationalError } from '../system/operational-error.ts';

/** Something that was started and must be stopped, such as a service. */
export interface Component {
  readonly name: string;
  stop(): Promise<void>;
  /** Stops it at once, without a clean shutdown. */
  readonly kill?: () => void;
  /** Resolves when it has exited, requested or not, with the error to report if the exit was not requested. */
  readonly exited?: Promise<OperationalError>;
}

/** Keeps what was started, and stops it in reverse order: each component after those that depend on it. */
export interface Lifecycle {
  add(component: Component): void;
  requestShutdown(): void;
  isShuttingDown(): boolean;
  /** Waits for the shutdown request. @throws OperationalError if a component exits first */
  untilShutdownRequested(): Promise<void>;
  /** Resolves with the result of `work`; rejects if shutdown is requested or a component exits first. */
  unlessShutdown<T>(work: Promise<T>): Promise<T>;
  /** Stops every component, the one started last first. */
  stopAll(): Promise<void>;
  killAll(): void;
}

export function createLifecycle(): Lifecycle {
  const components: Component[] = [];
  let shuttingDown = false;
  const request = deferred<void>();
  const unexpectedExit = deferred<never>();
  // It is only awaited in races.
  unexpectedExit.promise.catch(() => {});

  return {
    add: (component) => {
      components.push(component);
      void component.exited?.then((error) => {
        if (!shuttingDown) unexpectedExit.reject(error);
      });
    },
    requestShutdown: () => {
      shuttingDown = true;
      request.resolve();
    },
    isShuttingDown: () => shuttingDown,
    untilShutdownRequested: () => Promise.race([request.promise, unexpectedExit.promise]),
    unlessShutdown: (work) => {
      const stopped = request.promise.then(() => Promise.reject(new Error('shutdown was requested')));
      return Promise.race([work, stopped, unexpectedExit.promise]);
    },
    stopAll: async () => {
      shuttingDown = true;
      for (const component of components.toReversed()) await component.stop();
    },
    killAll: () => {
      for (const component of components.toReversed()) component.kill?.();
    },
  };
}

function deferred<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (reason: unknown) => void = () => {};
  const promise = new Promise<T>((resolved, rejected) => {
    resolve = resolved;
    reject = rejected;
  });
  return { promise, resolve, reject };
}
