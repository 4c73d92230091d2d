import type { Logger } from '../shared/logging/logger.ts';

/** The steps must end by then, so that they, and not the timeout, report what was lost. */
const STEPS_SHARE = 0.9;

export interface GracefulShutdownOptions {
  /** For all of it, in milliseconds. */
  readonly timeoutMs: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly logger: Logger;
}

/** Ends a process in order, once. */
export interface GracefulShutdown {
  /** Readiness is refused from the first moment. */
  hasBegun(): boolean;
  /**
   * Runs the steps and resolves when they have ended or their time is over. A second call waits for the first.
   * Never rejects.
   *
   * @param steps are given the milliseconds that are left for them
   */
  run(steps: (remainingMs: () => number) => Promise<void>): Promise<void>;
}

export function createGracefulShutdown(options: GracefulShutdownOptions): GracefulShutdown {
  const { timeoutMs, now, logger } = options;
  let running: Promise<void> | undefined;

  async function runSteps(steps: (remainingMs: () => number) => Promise<void>): Promise<void> {
    const deadline = now() + timeoutMs * STEPS_SHARE;
    const timeout = createTimeout(timeoutMs);
    try {
      const ended = steps(() => Math.max(0, deadline - now())).then(() => 'ended' as const);
      const outcome = await Promise.race([ended, timeout.passed]);
      if (outcome === 'timed out') logger.warn('graceful shutdown timed out', { timeoutMs });
    } catch (error) {
      logger.error('graceful shutdown failed', { error });
    }
    timeout.cancel();
  }

  return {
    hasBegun: () => running !== undefined,
    run(steps) {
      running ??= runSteps(steps);
      return running;
    },
  };
}

/** A timer that keeps the process alive: those of the system clock do not, and the steps have work left. */
function createTimeout(delayMs: number) {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<'timed out'>((resolve) => {
    timer = setTimeout(() => resolve('timed out'), delayMs);
  });
  return { passed, cancel: () => clearTimeout(timer) };
}
