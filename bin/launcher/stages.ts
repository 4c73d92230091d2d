import type { LauncherProblem } from './problem.ts';

/** Something that was started and must be ended: in reverse order, each after what depends on it. */
export interface Stage {
  readonly name: string;
  stop(): Promise<void>;
  /** Ends it this instant. */
  readonly kill?: () => void;
  /** Settles when it has ended, asked to or not, with the problem that an unasked end is. */
  readonly death?: Promise<LauncherProblem>;
}

/** What runs, and whether it is to end. */
export interface Stages {
  add(stage: Stage): void;
  requestEnd(): void;
  isEnding(): boolean;
  /** Waits for the request. @throws LauncherProblem when a stage dies first */
  untilEndRequested(): Promise<void>;
  /** The result of `work`, unless the end is requested or a stage dies first: then it rejects. */
  unlessEnded<T>(work: Promise<T>): Promise<T>;
  /** Stops every stage, the last started first. */
  end(): Promise<void>;
  kill(): void;
}

export function createStages(): Stages {
  const stages: Stage[] = [];
  let ending = false;
  const request = deferred<void>();
  const death = deferred<never>();
  // Both are only ever awaited in races.
  death.promise.catch(() => {});

  return {
    add: (stage) => {
      stages.push(stage);
      void stage.death?.then((problem) => {
        if (!ending) death.reject(problem);
      });
    },
    requestEnd: () => {
      ending = true;
      request.resolve();
    },
    isEnding: () => ending,
    untilEndRequested: () => Promise.race([request.promise, death.promise]),
    unlessEnded: (work) => {
      const stopped = request.promise.then(() => Promise.reject(new Error('told to end')));
      return Promise.race([work, stopped, death.promise]);
    },
    end: async () => {
      ending = true;
      for (const stage of stages.toReversed()) await stage.stop();
    },
    kill: () => {
      for (const stage of stages.toReversed()) stage.kill?.();
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
