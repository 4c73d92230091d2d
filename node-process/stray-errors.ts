import type { Logger } from '../shared/logging/logger.ts';

/** More uncaught exceptions than this within {@link PERIOD_MS} end the process: what causes them does not heal. */
const MAX_EXCEPTIONS = 20;
const PERIOD_MS = 60_000;

/**
 * Keeps an error that no code handles from ending the process: a driver that rejects a promise it gave to no caller, or
 * throws in a callback of the system. Each is logged with the number so far. The part that threw it recovers by itself:
 * every connection has deadlines and is opened again, every loop catches what its step throws.
 *
 * @param tooMany called once if exceptions do not cease, to end the process in order
 */
export function catchStrayErrors(logger: Logger, tooMany: () => void): void {
  let rejections = 0;
  let exceptions = 0;
  const recentMs: number[] = [];
  process.on('unhandledRejection', (error) => {
    rejections += 1;
    logger.error('a rejected promise was not handled', { error, total: rejections });
  });
  process.on('uncaughtException', (error) => {
    exceptions += 1;
    logger.error('an exception was not caught', { error, total: exceptions });
    const nowMs = performance.now();
    recentMs.push(nowMs);
    while (recentMs[0] !== undefined && recentMs[0] < nowMs - PERIOD_MS) recentMs.shift();
    if (recentMs.length === MAX_EXCEPTIONS + 1) tooMany();
  });
}
